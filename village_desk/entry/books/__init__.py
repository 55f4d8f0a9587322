"""Books before and around their opening: opened, made, backed up, restored."""
