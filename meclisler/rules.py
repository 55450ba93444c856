"""What may be done with the council's bodies. Pure answers; a Turkish sentence says why not."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from meclisler.models import Body


def why_not_parent(body: Body, parents: Mapping[int, int | None]) -> str | None:
    """Say why ``body`` may not be under its present parent; ``parents`` maps each stored body to its parent."""
    if body.pk is None or body.parent_id is None:
        return None
    above: int | None = body.parent_id
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == body.pk:
            return _("Bir kurul kendisine veya kendisine bağlı bir kurula bağlanamaz.")
        seen.add(above)
        above = parents.get(above)
    return None
