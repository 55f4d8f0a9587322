"""Copies of the book: made, thinned, looked at, and put back whole."""
