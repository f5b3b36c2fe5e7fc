"""How fast two snapshots are compared, beside peers on the same files; `python -m bench.comparison`."""
