"""Make the records that ``python -m tools.generate`` works from, out of real packages.

    python -m tools.record client DIRECTORY...
    python -m tools.record operators DIRECTORY
    python -m tools.record names PYTHON...
    python -m tools.record providers DIRECTORY
    python -m tools.record context PYTHON...
    python -m tools.record attributes PYTHON...

``client`` reads released kubernetes clients. Each DIRECTORY is named after a version (``36.0.3``) and holds what
``pip install --no-deps --target 36.0.3 kubernetes==36.0.3`` leaves there; name one of each major that is known.

``operators`` reads released Airflows and providers, the options of their configuration, and what Airflow 2 dropped.
DIRECTORY has one folder a package and in it one a version: ``airflow/2.11.0``, ``task-sdk/1.3.2``, ``cncf.kubernetes/10.25.0``,
``standard/1.21.0``, ``google/14.0.0`` and ``amazon/9.0.0``, each as ``pip install --no-deps --target`` leaves it.

``providers`` reads released providers: DIRECTORY has one folder a distribution and in it one a version
(``apache-airflow-providers-http/4.13.3``), at least the first and the last of every major version.

``names`` compares installations of Airflow with the standard and cncf.kubernetes providers, each named by its
interpreter, oldest first: the last Airflow 2, and the last patch of every release of Airflow 3. ``context`` compares
what a task's context holds in them, ``attributes`` what classes have.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools import attributes, client, context, earlier, names, operators, options, providers


def main(arguments: list[str]) -> int:
    match arguments:
        case ["client", first, *others]:
            record = client.read_clients([Path(first), *map(Path, others)])
            client.write_record(record)
            print(f"{len(record.models)} models, {len(record.others)} other classes", file=sys.stderr)
            return 0
        case ["operators", directory]:
            packages = operators.read_packages(Path(directory))
            operators.write_record(packages)
            options.write_record(options.read_packages(Path(directory)))
            earlier.write_record(earlier.read_releases(Path(directory) / "airflow"))
            print(f"{sum(len(each.classes) for each in packages.values())} classes", file=sys.stderr)
            return 0
        case ["names", first, second, *others]:
            compared = names.compare(names.probe([first, second, *others]))
            names.write_record(compared)
            print(f"{len(compared.removed)} removed, {len(compared.deprecated)} deprecated", file=sys.stderr)
            return 0
        case ["providers", directory]:
            dropped = providers.read_packages(Path(directory))
            providers.write_record(dropped)
            print(f"{len(dropped['removed'])} names were dropped", file=sys.stderr)
            return 0
        case ["attributes", first, second, *others]:
            attributes.write_record(attributes.compare([first, second, *others]))
            return 0
        case ["context", first, second, *others]:
            context.write_record(context.probe([first, second, *others]))
            print(f"{len(context.gone('keys'))} keys left the context", file=sys.stderr)
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
