"""What a village settles for itself: its choices, prices, policies and calendar, and files of its own."""
