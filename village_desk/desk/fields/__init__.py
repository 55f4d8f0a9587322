"""Fields and forms: one editor for each kind of answer, and pages made of them."""
