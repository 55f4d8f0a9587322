"""The quarter: its first page, the queue of visits, the visit, the meeting."""
