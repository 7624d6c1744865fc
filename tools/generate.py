"""Write every generated file: ``python -m tools.generate``; with ``--check`` only say which are out of date.

It works offline, from the rules and from the records in ``tools/records``. ``python -m tools.record`` makes the records
from real packages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import attributes, client, context, names, operators, options, providers
from tools.text import COMMAND

ROOT = Path(__file__).parents[1]

FROM_RECORDS: dict[str, Callable[[], str]] = {
    "k8slint/data/removed_names.py": names.text,
    "k8slint/data/removed_attributes.py": attributes.text,
    "k8slint/data/provider_names.py": providers.text,
    "k8slint/data/context_names.py": context.text,
    "k8slint/data/client_models.py": client.models_text,
    "k8slint/data/other_client_classes.py": client.others_text,
    "k8slint/data/operators.py": operators.text,
    "k8slint/data/airflow_options.py": options.text,
}


def from_rules() -> dict[str, Callable[[], str]]:
    """What is made from the rules. Importing them imports what is made from records, so that must be written first."""
    from tools import catalogue, pages, schema

    return {
        "k8slint/data/catalogue.py": catalogue.text,
        "k8slint/data/settings.schema.json": schema.text,
        "docs/rules.md": pages.rules,
        "README.md": pages.readme,
        **pages.rule_pages(),
    }


def stages() -> Iterator[dict[str, Callable[[], str]]]:
    yield FROM_RECORDS
    yield from_rules()


def is_current(path: str, text: str) -> bool:
    file = ROOT / path
    return file.exists() and file.read_text(encoding="utf-8") == text


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(f"usage: {COMMAND} [--check]", file=sys.stderr)
        return 2
    stale = 0
    for stage in stages():
        for path, make in stage.items():
            text = make()
            if is_current(path, text):
                continue
            stale += 1
            if arguments:
                print(f"{path} is out of date: run `{COMMAND}`", file=sys.stderr)
            else:
                (ROOT / path).parent.mkdir(exist_ok=True)
                (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
                print(f"{path} written", file=sys.stderr)
    return int(bool(arguments and stale))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
