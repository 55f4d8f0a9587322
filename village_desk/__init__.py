"""village_desk: the income ledger of a village, kept offline."""

__version__ = "0.1.0"
