"""The records beside the ledger as forms: measures, loans, plans, meetings, problems."""
