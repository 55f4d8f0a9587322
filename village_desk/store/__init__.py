"""The book: encrypted tables, journal, undo, backup. Rows never leave it: records in, records out."""
