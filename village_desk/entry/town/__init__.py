"""A township's book in words: a person in two villages, and every figure down to its households."""
