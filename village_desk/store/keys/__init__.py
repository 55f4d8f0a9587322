"""The book's key: the slots it is wrapped in, the file they stand in, and what a guess costs."""
