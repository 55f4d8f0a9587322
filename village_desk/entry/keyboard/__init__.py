"""The keyboard machines of the fields: digits become a day, a month, an amount, a member."""
