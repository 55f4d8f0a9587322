"""Everything that comes in from or goes out to other programs: tables, sheets, packages."""
