"""The income ledger: the grid, its sums, and what is pasted into it."""
