"""The directory of every value a table may show: what it is called, what it means, and how a row gives it."""
