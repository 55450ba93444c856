#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

READS_A_FILE = "tally"
"""Counts any city's file for anybody: on a fresh checkout, without the keys and addresses of an installation."""


def main() -> None:
    if sys.argv[1:2] == [READS_A_FILE]:
        os.environ["KONSEY_DEMO"] = "evet"
    # Importing anything of the portal loads its settings.
    from konsey.environment import settings_or_sentence

    settings_or_sentence()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
