#!/usr/bin/env python
"""Django's command line for the portal."""

import sys

from django.core.management import execute_from_command_line

from konsey.environment import settings_or_sentence


def main() -> None:
    settings_or_sentence()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
