"""What is reckoned from the book by the rules: findings, indicators, the analysis."""
