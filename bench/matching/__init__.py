"""How well names are matched: generated mentions with known truth, real labelled pairs, peers beside us, and the training of the model.

What does not belong here: anything the product imports.
"""
