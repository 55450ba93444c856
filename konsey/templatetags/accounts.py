"""Template filters of the account pages."""

from django import template

from konsey.accounts import devices

register = template.Library()
register.filter("device", devices.describe)


@register.filter
def in_fours(value: str) -> str:
    """Break a long key or code into groups of four, which is how people copy by hand."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
