"""The search is for everybody."""

from tests.access.table import Row

ACCESS = {"search": Row(visitor=200, resident=200, clerk=200)}
