"""Counting participatory budgets: Pabulib files in, winners out. Standard library and numpy; no Django, no database."""
