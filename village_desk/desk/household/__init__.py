"""One household in hand: its answers, members, records, timeline and history."""
