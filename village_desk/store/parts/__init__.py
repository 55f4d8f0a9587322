"""Parts of a village at a second desk: what is only read here, what has changed since, how both meet."""
