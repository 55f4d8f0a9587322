"""The checks of the field (domain.md 3): one pure function for each rule of resources/rules."""
