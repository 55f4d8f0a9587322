"""What is found and what is done about it: findings, problems, monitoring, procedures."""
