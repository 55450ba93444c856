"""The clerks' desk of the events room. Every module here is loaded and registers its own models."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
