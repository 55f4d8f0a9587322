"""Files of others: a gate on their bytes, a child process that parses, plain rows that come out."""
