"""A township's or county's book on a PostgreSQL server: address, connections, what it says differently."""
