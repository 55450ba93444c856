"""Where upper apps hang what they have on a page of a lower one (docs/kararlar/0007).

The ground floor may not import the rooms above it, yet a neighbourhood's page shows its assembly, its events and its
budget. So a room registers, in ``AppConfig.ready``, a function that answers with one panel for an object, or None when
there is nothing to show::

    panels.register(Neighbourhood, panels_for_places.bodies)

The page asks ``panels.panels_for(neighbourhood)`` and renders them in the order of INSTALLED_APPS. A provider makes a
fixed number of queries, however much it finds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Panel:
    """One section: its heading, the template of its body and what that template needs."""

    title: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)


Provider = Callable[[Any], Panel | None]

_providers: dict[type[models.Model], list[Provider]] = {}


def register(model: type[models.Model], provider: Provider) -> None:
    """Let ``provider`` speak on the pages of ``model``; registering it again changes nothing."""
    providers = _providers.setdefault(model, [])
    if provider not in providers:
        providers.append(provider)


def panels_for(obj: models.Model) -> list[Panel]:
    """Return what the rooms have to show for ``obj``."""
    found = (provider(obj) for provider in _providers.get(type(obj), []))
    return [panel for panel in found if panel is not None]
