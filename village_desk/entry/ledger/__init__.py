"""The ledger of a household: its grid, what is carried on, what follows from it, what is pasted."""
