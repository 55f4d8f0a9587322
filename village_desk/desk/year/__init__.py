"""The year: plans of income and the indicators."""
