"""What pages are made of: cards, lists, bars, the panel beside them."""
