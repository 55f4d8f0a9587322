"""Tables in and out, each import shown before it is done."""
