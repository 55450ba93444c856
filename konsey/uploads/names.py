"""Names of stored files."""

import secrets


def random_name(folder: str, extension: str) -> str:
    """Return ``folder/ab/ab…32 hex….extension``: unguessable, free of what the sender wrote, spread over folders."""
    token = secrets.token_hex(16)
    return f"{folder}/{token[:2]}/{token}.{extension}"
