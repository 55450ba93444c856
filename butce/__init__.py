"""Participatory budgeting: from a resident's idea to a project that was built, with a vote anyone can recount."""
