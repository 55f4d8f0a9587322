"""What comes in by its headings: rosters, ledgers, problems; a dry run first, then one deed."""
