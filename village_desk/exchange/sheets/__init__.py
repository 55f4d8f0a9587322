"""The sheets themselves: what stands on each, from one still picture of the book."""
