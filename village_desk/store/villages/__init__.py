"""Whole villages: the stream of their rows, one of them seen alone, its rows replaced or brought back."""
