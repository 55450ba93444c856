"""The environment variables with which the embedded portal's programs run."""

import os
import pathlib
import sys
from collections.abc import Mapping

from launch.folder import Folder


def portal_variables(folder: Folder, *, database_url: str, redis_url: str, address: str) -> dict[str, str]:
    """What the person set stays; the rest is made up for this folder."""
    own = {
        "KONSEY_DEMO": "evet",
        "SITE_URL": address,
        "MEDIA_ROOT": str(folder.path / "media"),
        "PRIVATE_MEDIA_ROOT": str(folder.path / "private-media"),
        "STATIC_ROOT": str(folder.path / "static"),
        **folder.keys(),
    }
    always = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(pathlib.Path(__file__).parent.parent),
    }
    if sys.platform == "darwin":
        always["OBJC_DISABLE_INITIALIZE_FORK_SAFETY"] = "YES"  # otherwise macOS ends the workers' forks
    return {**own, **_without_unset(os.environ), **always}


def _without_unset(environment: Mapping[str, str]) -> dict[str, str]:
    """A variable that is there but empty counts as not set, as in the settings."""
    return {name: value for name, value in environment.items() if value}
