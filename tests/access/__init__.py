"""Who may open what: one table per topic, checked against the whole address book by `tests/test_access.py`."""
