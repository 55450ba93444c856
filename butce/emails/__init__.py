"""Every letter the budget room sends, one module per topic."""
