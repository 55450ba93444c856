"""The clerks' desk, one module per aggregate. Every module of this package registers what it shows."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
