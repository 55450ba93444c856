"""The one exception for "the rules say no"."""


class Refused(Exception):
    """A rule forbids the act. ``message`` is a Turkish sentence that views show to the person as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
