"""The ballot box: one vote a person, and nobody who can say which. Knows nothing of budgets."""
