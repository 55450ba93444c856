"""Loading whole packages, for what registers itself when it is loaded."""

import importlib
import pkgutil
from importlib.util import find_spec


def load_package(name: str) -> None:
    """Import a module and everything below it; nothing when there is no such module."""
    if find_spec(name) is None:
        return
    module = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"{name}."):
        importlib.import_module(found.name)
