"""What can be imported from the Airflow of this Python: run by ``tools.record``, with nothing but the standard library.

    python tools/probe.py list
    python tools/probe.py check <names.json

``list`` prints the public names of every module of Airflow and of the standard and cncf.kubernetes providers. ``check``
takes such a list, which may come from another version, and prints what each name is here: the full name of what it
stands for (empty for a plain value) and the warning that it gives. A name that is missing can't be imported.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.util
import io
import json
import logging
import os
import pkgutil
import sys
import types
import warnings
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

PROVIDERS = ("airflow.providers.cncf.kubernetes", "airflow.providers.standard")
ABOVE_PROVIDERS = ("airflow.providers", "airflow.providers.cncf")
# What nobody imports from: examples, database migrations, and the clients' sources of old protocol versions.
LEFT_OUT = ("airflow.example_dags", "airflow.migrations", "airflow.api_fastapi.execution_api.versions")
PACKAGES = {
    "airflow": ("apache-airflow-core", "apache-airflow"),
    "provider": ("apache-airflow-providers-cncf-kubernetes",),
    "standard": ("apache-airflow-providers-standard",),
}

Names = dict[str, list[str]]


def wanted(module: str) -> bool:
    if module.startswith("airflow.providers"):
        return module in ABOVE_PROVIDERS or module.startswith(PROVIDERS)
    return not any(f"{module}.".startswith(f"{out}.") for out in LEFT_OUT) and ".example_dags" not in module


def import_module(name: str) -> types.ModuleType | None:
    """The module; None when it can't be imported, for whatever reason."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return importlib.import_module(name)
    except (Exception, SystemExit):
        return None


def modules() -> dict[str, types.ModuleType]:
    """Every module that can be imported, those that only exist in memory too."""
    found: dict[str, types.ModuleType] = {}
    waiting = ["airflow"]
    while waiting:
        name = waiting.pop()
        module = import_module(name)
        if module is not None:
            found[name] = module
            inner = (f"{name}.{each.name}" for each in pkgutil.iter_modules(vars(module).get("__path__", ())))
            waiting += [each for each in inner if wanted(each) and not each.endswith(".__main__")]
    for name, module in list(sys.modules.items()):
        if name.startswith("airflow.") and wanted(name):
            found.setdefault(name, module)
    return found


def candidates(module: types.ModuleType) -> set[str]:
    """The names that a module may have, those that its ``__getattr__`` makes too."""
    values = vars(module)
    found = {*values, *(values.get("__all__") or ())}
    lazy = values.get("__getattr__")
    if isinstance(lazy, functools.partial):
        found.update(*(argument for argument in lazy.args if isinstance(argument, dict)))
    elif lazy is not None:
        texts = set(_texts(lazy.__code__))
        found.update(texts)
        numbers = [text for text in texts if text.isdigit()]
        found.update(f"{text}{number}" for text in texts if text.isidentifier() for number in numbers)  # PY3 and 8
        for value in values.values():
            if isinstance(value, dict):
                found.update(key for key in value if isinstance(key, str))
    return {name for name in found if name.isidentifier() and not name.startswith("_")}


def _texts(code: types.CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, (tuple, frozenset)):
            yield from (each for each in constant if isinstance(each, str))
        elif isinstance(constant, types.CodeType):
            yield from _texts(constant)


def describe(module: str, name: str) -> tuple[str, str] | None:
    """What ``from module import name`` gives, and the warning on the way; None when it fails."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = import_module(module)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                value = getattr(found, name)
        except Exception:
            value = import_module(f"{module}.{name}")
            if value is None:
                return None
    said = [str(each.message) for each in caught if f"{module}.{name}" in str(each.message)]
    return full_name(value), said[0] if said else ""


def full_name(value: object) -> str:
    """``module:name`` of a class or function of a module, ``module`` of a module; empty for what has no name of its own."""
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, (type, types.FunctionType)) and value.__qualname__.isidentifier():
        return f"{value.__module__}:{value.__qualname__}"
    return ""


def listed() -> Names:
    return {name: sorted(candidates(module)) for name, module in sorted(modules().items())}


def checked(names: Names) -> dict[str, dict[str, tuple[str, str]] | None]:
    """By module what its names are here; None for a module that isn't there. A module that is there and fails for want
    of another package is left out: nothing can be said of it."""
    found: dict[str, dict[str, tuple[str, str]] | None] = {}
    for module, inner in names.items():
        if import_module(module) is not None:
            described = {name: describe(module, name) for name in inner}
            found[module] = {name: each for name, each in described.items() if each is not None}
        elif not exists(module):
            found[module] = None
    return found


def exists(module: str) -> bool:
    """Whether there is a file for a module that can't be imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except (Exception, SystemExit):
        return False


def versions() -> dict[str, str]:
    """The versions of the packages that are here."""
    found: dict[str, str] = {}
    for package, names in PACKAGES.items():
        for name in names:
            with contextlib.suppress(PackageNotFoundError):
                found.setdefault(package, version(name))
    return found


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    os.environ.setdefault("AIRFLOW__CORE__UNIT_TEST_MODE", "True")
    result = listed() if sys.argv[1] == "list" else {"versions": versions(), "names": checked(json.load(sys.stdin))}
    json.dump(result, sys.stdout)
