"""Where the command starts: a plain ``k8slint check`` goes straight to work, everything else through click."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; the exit code."""
    from k8slint.options import read_plain

    given = read_plain(sys.argv[1:])
    if given is None:
        from k8slint.cli import cli

        return cli()
    from k8slint.check import check

    return check(given)


if __name__ == "__main__":
    sys.exit(main())
