"""Profile, year, bases, prices, people, backups."""
