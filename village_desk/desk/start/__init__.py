"""Before a book is open: open one, make one, practise, or restore."""
