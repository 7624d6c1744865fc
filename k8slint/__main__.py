"""The entry point: a plain ``k8slint check`` runs without importing click; every other command runs through it."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run the command line (``sys.argv`` by default); the exit code."""
    try:
        from k8slint.settings.options import read_plain

        arguments = sys.argv[1:] if argv is None else argv
        given = read_plain(arguments)
        if given is None:
            from k8slint.cli.commands import cli

            cli(arguments)
        from k8slint.cli.check import check

        return check(given)
    except KeyboardInterrupt:  # before, or after, the work
        return 130


if __name__ == "__main__":
    sys.exit(main())
