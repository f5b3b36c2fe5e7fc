"""The registry's tables over time: one reversible step a file in `versions/`, named NNNN_<what>.py."""
