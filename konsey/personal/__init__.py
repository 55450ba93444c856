"""What the ground floor holds about a person: every module of this package registers what its aggregate holds."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
