"""Where shipped and written files are, and how a file is written so that it appears whole or not at all."""
