"""The command line: the same functions as the desk, one JSON document or plain sentences out."""
