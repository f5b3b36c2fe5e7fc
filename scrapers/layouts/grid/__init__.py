"""Tables as grids of cells: from the blocks of a page to the partners of a row.

What belongs here: what is true of any grid, whether a page prints it as a table or as cards of one shape. What does not: what
stands around a table and which tables are read at all (`layouts.table`). The steps, in their order: `tables` (the grids of a
page), `columns` (which column holds what), `sheets` (which way a grid runs and where its header ends), `rows` (one row to
drafts).
"""
