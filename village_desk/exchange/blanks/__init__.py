"""The township's blank tables: recognised, matched with values of the directory, and filled as they stand."""
