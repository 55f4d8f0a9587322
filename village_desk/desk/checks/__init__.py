"""What is found: the checks, problems of others, and monitoring."""
