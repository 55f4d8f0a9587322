"""What goes with sheets: what was printed and signed, summaries of one's own, what is typed elsewhere."""
