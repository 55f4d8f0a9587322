"""The quarter: duties, the queue, the visit, what happened in a family, the first page."""
