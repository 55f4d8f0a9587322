"""A township's own pages: persons whom two villages hold, and every figure down to the household."""
