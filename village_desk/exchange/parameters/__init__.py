"""The county's parameter pack: packed and signed, read, compared with a book, put into it."""
