"""A screen's behaviour without a window: text in, text out, and the keyboard machines of the fields."""
