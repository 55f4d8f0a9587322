"""The field's own arithmetic and logic: pure values, no files, no clock, no window."""
