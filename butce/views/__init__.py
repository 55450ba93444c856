"""The budget room's pages, one module per topic."""
