"""The practice village: invented people with valid check digits, made through the user's own roads."""
