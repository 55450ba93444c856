"""The budget room's forms, one module per aggregate."""
