"""Celery's entry points, one module per aggregate; every module of this package is loaded by the worker."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
