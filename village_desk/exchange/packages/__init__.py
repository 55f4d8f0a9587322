"""What goes to the township and comes back on a stick: sealed packages, their merging, their answer."""
