"""Make the records that ``python -m tools.generate`` works from, out of real packages.

    python -m tools.record client DIRECTORY...

``client`` reads released kubernetes clients. Each DIRECTORY is named after a version (``36.0.3``) and holds what
``pip install --no-deps --target 36.0.3 kubernetes==36.0.3`` leaves there; name one of each major that is known.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools import client


def main(arguments: list[str]) -> int:
    match arguments:
        case ["client", first, *others]:
            record = client.read_clients([Path(first), *map(Path, others)])
            client.write_record(record)
            print(f"{len(record.models)} models, {len(record.others)} other classes", file=sys.stderr)
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
