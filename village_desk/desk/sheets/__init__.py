"""The printed sheets: chosen, looked at, saved, printed."""
