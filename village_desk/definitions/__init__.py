"""Reads and validates the TOML of forms/ and resources/ into typed values."""
