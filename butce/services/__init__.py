"""Every write of the budget room."""
