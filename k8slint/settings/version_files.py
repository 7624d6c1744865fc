"""Reads versions from files: one reader for each kind of file, the most reliable kind first."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from k8slint.patterns import pattern
from k8slint.settings.compatibility import AIRFLOW_2
from k8slint.settings.files import MAX_SETTINGS
from k8slint.settings.targets import PROVIDERS, Version, at_least

KUBERNETES = f"{PROVIDERS}cncf-kubernetes"
PACKAGES = {
    "apache-airflow": "airflow",
    "apache-airflow-core": "airflow",
    KUBERNETES: "provider",
    "kubernetes": "client",
}

# The Airflow of each major Astronomer Runtime for Airflow 2, from the parity table of Astronomer's page on the runtime
# image. The images for Airflow 3 carry Airflow's own number: runtime:3.0-4 runs 3.0.
ASTRO_RUNTIME: dict[int, Version] = {
    3: (2, 1),
    4: (2, 2),
    5: (2, 3),
    6: (2, 4),
    7: (2, 5),
    8: (2, 6),
    9: (2, 7),
    10: (2, 8),
    11: (2, 9),
    12: (2, 10),
    13: (2, 11),
}

_REQUIREMENT = pattern(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[(?P<extras>[^\]]*)\])?\s*\(?(?P<spec>[^;#@)]*)")
_SPECIFIER = pattern(r"(===|==|~=|>=|<=|!=|>|<|\^|~)?\s*v?(\d+(?:\.\d+)*)(\.\*)?")
_CONSTRAINTS = pattern(r"constraints-(\d+\.\d+(?:\.\d+)?)[/-]")
_INCLUDED = pattern(r"\s*(?:-r|-c|--requirement|--constraint)[\s=]\s*(\S+)")
_IMAGE = pattern(r"\bapache/airflow:(?:slim-)?(\d+(?:\.\d+)+)")
_ASTRO = pattern(r"\bastro-runtime:(\d+)\.\d+|\bruntime:(3\.\d+)-\d+|\bap-airflow:(\d+\.\d+\.\d+)")
_VARIABLE = pattern(r"\bAIRFLOW_(?:VERSION|IMAGE_TAG|IMAGE_VERSION|TAG)[\"']?[ =:?]+(?:-|v)?[\"']?(\d+\.\d+(?:\.\d+)?)")
_COMPOSER = pattern(r"\bcomposer-\d+(?:\.\d+)*-airflow-(\d+\.\d+(?:\.\d+)?)")
# What Terraform (MWAA's and others' modules) and workflows call it.
_SETTING = pattern(r"\b(?:\w+_)?airflow[_-]version[\"']?\s*[=:]\s*[\"']?v?(\d+\.\d+(?:\.\d+)?)", re.IGNORECASE)
_MATRIX = pattern(r"\bairflow(?:[_-]version)?s?:\s*\[([^\]]*)\]", re.IGNORECASE)
_DECLARED = pattern(r"\bvariable\s+\"(?:\w+_)?airflow_version\"")
_DEFAULT = pattern(r"^\s*default\s*=\s*\"(\d+\.\d+(?:\.\d+)?)")
_MWAA = pattern(r"\bAirflowVersion[\"']?\s*:\s*[\"']?(\d+\.\d+(?:\.\d+)?)")
_REPOSITORY = pattern(
    r"^\s*(?:-\s*)?(?:repository|image|name|newName):\s*[\"']?([\w./-]*(?:airflow|astro-runtime|/runtime))[\"']?\s*$"
)
_TAG = pattern(r"^\s*(?:tag|newTag):\s*[\"']?([\w.-]+)")
_ARGUMENT = pattern(r"^\s*ARG\s+(\w+)=[\"']?([^\s\"']+)")
_REFERENCE = pattern(r"\$\{?(\w+)\}?")
_CHART = pattern(r"^\s*(?:airflowVersion|defaultAirflowTag):\s*[\"']?(\d+\.\d+(?:\.\d+)?)")
_QUOTED = pattern(r"[\"']([^\"'\n]+)[\"']")
_MENTIONED = pattern(r"airflow|kubernetes|astro|constraints-", re.IGNORECASE)


class Statement(NamedTuple):
    """One version that a file states. ``exact`` is False for the lower end of a range."""

    package: str
    version: Version
    exact: bool
    row: int
    text: str


def _version(text: str) -> Version:
    return tuple(int(part[:9]) for part in text.split("."))  # nobody's version has thousands of digits


def package_named(text: str) -> str | None:
    """The package that a statement's text, or a requirement, starts with, as the field of ``Targets``."""
    return _package(re.split(r"[^\w.-]", text.strip(), maxsplit=1)[0])


def _package(name: str) -> str | None:
    plain = re.sub(r"[-_.]+", "-", name).lower()
    return PACKAGES.get(plain) or (plain if plain.startswith(PROVIDERS) else None)


def _of(name: str, spec: str, row: int) -> Iterator[Statement]:
    """The statement of one requirement, if it is on a package that matters and says where its range starts."""
    package = _package(name)
    if package is None:
        return
    lower: Version | None = None
    below: Version | None = None
    for operator, digits, wildcard in _SPECIFIER.findall(spec):
        version = _version(digits)
        if operator in ("", "==", "==="):
            exact = not wildcard
            yield Statement(package, version, exact, row, f"{name} {digits}{wildcard}")
            return
        if operator in (">=", ">", "~=", "^", "~"):
            lower = max(version, lower or version)
        elif operator in ("<", "<="):
            below = version
    if lower is None and (package == "provider" or package.startswith(PROVIDERS)):
        yield Statement(KUBERNETES if package == "provider" else package, (), False, row, name)
    elif lower is not None:
        shown = ".".join(map(str, lower))
        yield Statement(package, lower, False, row, f"{name} {shown} (the lowest that is admitted)")
    elif package == "airflow" and below is not None and not at_least(below, (3, 1)) and at_least(below, (3,)):
        yield Statement(package, AIRFLOW_2, False, row, f"{name} 2.11 (the newest that is admitted)")


def _exactly(text: str, package: str, row: int, name: str) -> Statement:
    return Statement(package, _version(text), True, row, f"{name} {text}")


def _container(text: str) -> Iterator[Statement]:
    """A Dockerfile, a compose file, an ``.env``, a manifest: the image that runs. Arguments are taken at their default."""
    arguments: dict[str, str] = {}
    repository, tag, at = "", "", 0
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        if argument := _ARGUMENT.match(line):
            arguments[argument[1]] = argument[2]
        elif arguments and "$" in line:
            line = _REFERENCE.sub(lambda found: arguments.get(found[1], found[0]), line)
        if found := next(_running(line, row), None):
            yield found
        elif "pip install" in line or "uv pip" in line:
            yield from _constraint(line, row)
            for word in re.split(r"[\s\"']+", line):
                yield from _requirement(word, row)
        # The two halves of an image in the values of a chart, in either order.
        elif (half := _REPOSITORY.match(line)) or (half := _TAG.match(line)):
            if row > at + 3:
                repository = tag = ""
            at = row
            repository, tag = (half[1], tag) if half.re.pattern == _REPOSITORY.pattern else (repository, half[1])
            if repository and tag:
                yield from _running(f"{repository}:{tag}", row)
                repository = tag = ""


def _running(line: str, row: int) -> Iterator[Statement]:
    """The Airflow that a line runs: an image, a variable, a chart's or a cloud's setting."""
    for image in (_IMAGE, _VARIABLE, _CHART, _COMPOSER):
        if found := image.search(line):
            yield _exactly(found[1], "airflow", row, "apache-airflow")
    if astro := _ASTRO.search(line):
        if not astro[1]:
            yield _exactly(astro[2] or astro[3], "airflow", row, "apache-airflow")
        elif airflow := ASTRO_RUNTIME.get(_version(astro[1])[0]):
            shown = ".".join(map(str, airflow))
            yield Statement("airflow", airflow, True, row, f"apache-airflow {shown} (Astro Runtime {astro[1]})")


def _terraform(text: str) -> Iterator[Statement]:
    """``aws_mwaa_environment`` and ``google_composer_environment``, and the variables for them."""
    declared = 0
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(("#", "//")):
            continue
        if (found := _SETTING.search(line)) or (found := _COMPOSER.search(line)):
            yield _exactly(found[1], "airflow", row, "apache-airflow")
        elif _DECLARED.search(line):
            declared = row
        elif declared and row <= declared + 8 and (found := _DEFAULT.match(line)):
            yield _exactly(found[1], "airflow", row, "apache-airflow")
            declared = 0


def _manifest(text: str) -> Iterator[Statement]:
    """Any other YAML or JSON: CloudFormation's MWAA, Composer, an image of Airflow."""
    if "AWS::MWAA::Environment" in text:
        for row, line in enumerate(text.splitlines(), 1):
            if found := _MWAA.search(line):
                yield _exactly(found[1], "airflow", row, "apache-airflow")
    yield from _container(text)


def _workflow(text: str) -> Iterator[Statement]:
    """What continuous integration sets up: one version, or the lowest of a matrix."""
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        if found := _SETTING.search(line):
            yield _exactly(found[1], "airflow", row, "apache-airflow")
        elif matrix := _MATRIX.search(line):
            versions = [_version(each) for each in re.findall(r"\d+(?:\.\d+)+", matrix[1])]
            if versions:
                shown = ".".join(map(str, min(versions)))
                yield Statement(
                    "airflow", min(versions), False, row, f"apache-airflow {shown} (the lowest of the matrix)"
                )
    yield from _container(text)


def _tools(text: str) -> Iterator[Statement]:
    """``.tool-versions``, ``mise.toml``: ``pipx:apache-airflow 2.9.3``, ``"pipx:apache-airflow" = "2.9.3"``."""
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        words = re.sub(r"[\"'=]", " ", line).split()
        if len(words) > 1 and words[0].rpartition(":")[2] in ("apache-airflow", "airflow") and words[1][0].isdigit():
            yield from _of("apache-airflow", f"=={words[1]}", row)
        else:
            yield from _running(line, row)


def _constraint(line: str, row: int) -> Iterator[Statement]:
    if constraint := _CONSTRAINTS.search(line):
        yield _exactly(constraint[1], "airflow", row, "apache-airflow")


def _requirement(line: str, row: int) -> Iterator[Statement]:
    match = _REQUIREMENT.match(line)
    if match:
        yield from _of(match["name"], match["spec"], row)
        yield from _extras(match["name"], match["extras"] or "", row)


def _extras(name: str, extras: str, row: int) -> Iterator[Statement]:
    """The providers that ``apache-airflow[postgres,google]`` brings, in versions of its own choice."""
    if _package(name) == "airflow":
        for extra in filter(None, map(str.strip, extras.split(","))):
            package = PROVIDERS + re.sub(r"[-_.]+", "-", extra).lower()
            yield Statement(package, (), False, row, f"{name}[{extra}]")


def _requirements(text: str) -> Iterator[Statement]:
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("-"):
            yield from _constraint(line, row)
        else:
            yield from _requirement(line, row)


def _lock(text: str) -> Iterator[Statement]:
    """``uv.lock``, ``poetry.lock``, ``pdm.lock``, ``pylock.toml``: ``name = "x"`` and then ``version = "y"``; no parser
    of TOML, because a lock file is long."""
    name = ""
    for row, line in enumerate(text.splitlines(), 1):
        if line.startswith("name = "):
            name = line[7:].strip().strip("\"'")
        elif line.startswith("version = ") and _package(name) is not None:
            yield from _of(name, "==" + line[10:].strip().strip("\"'"), row)
            name = ""


def _json_lock(text: str) -> Iterator[Statement]:
    """``Pipfile.lock``: ``"apache-airflow": {... "version": "==2.10.5"}``."""
    name = ""
    for row, line in enumerate(text.splitlines(), 1):
        words = _QUOTED.findall(line)
        if len(words) == 1 and _package(words[0]) is not None:
            name = words[0]
        elif len(words) == 2 and words[0] == "version" and name:
            yield from _of(name, words[1], row)
            name = ""


def _toml(text: str) -> Iterator[Statement]:
    """``pyproject.toml`` and ``Pipfile``: every table that lists dependencies, whoever's it is."""
    if len(text) > MAX_SETTINGS:
        return
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML; numbers of thousands of digits; nested without end
        return
    for name, spec, extras in _dependencies(data):
        if _package(name) is not None:
            row = _row_of(text, name)
            yield from _of(name, spec, row)
            yield from _extras(name, extras, row)


def _row_of(text: str, name: str) -> int:
    found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _dependencies(data: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(name, specifier, extras) of each dependency: PEP 621, dependency groups, poetry, pdm, uv, hatch, pipenv."""
    project, tool = _table(data, "project"), _table(data, "tool")
    poetry, pdm, hatch = _table(tool, "poetry"), _table(tool, "pdm"), _table(_table(tool, "hatch"), "envs")
    uv = _table(tool, "uv")
    pixi = _table(tool, "pixi")
    lists = [project.get("dependencies"), *_table(project, "optional-dependencies").values()]
    lists += [*_table(data, "dependency-groups").values(), *_table(pdm, "dev-dependencies").values()]
    lists += [uv.get("dev-dependencies"), uv.get("constraint-dependencies"), uv.get("override-dependencies")]
    for environment in hatch.values():
        if isinstance(environment, dict):
            lists += [environment.get("dependencies"), environment.get("extra-dependencies")]
    for entries in lists:
        for entry in entries if isinstance(entries, list) else ():
            match = _REQUIREMENT.match(entry) if isinstance(entry, str) else None
            if match:
                yield match["name"], match["spec"], match["extras"] or ""
    tables = [_table(poetry, "dependencies"), _table(poetry, "dev-dependencies")]
    tables += [_table(group, "dependencies") for group in _table(poetry, "group").values() if isinstance(group, dict)]
    tables += [_table(data, "packages"), _table(data, "dev-packages")]  # pipenv
    tables += [_table(each, key) for each in (data, pixi) for key in ("dependencies", "pypi-dependencies")]
    for table in tables:
        for name, value in table.items():
            spec = value.get("version", "") if isinstance(value, dict) else value
            extras = value.get("extras") if isinstance(value, dict) else None
            if isinstance(spec, str):
                yield name, spec, ",".join(map(str, extras)) if isinstance(extras, list) else ""


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _indented(text: str) -> Iterator[Statement]:
    """``setup.cfg`` and ``tox.ini``: one requirement a line, after white space and a dash or a key."""
    for row, line in enumerate(text.splitlines(), 1):
        plain = re.sub(r"^\s*(?:-\s*)?(?:(?:install_requires|deps)\s*=\s*)?[\"']?", "", line).rstrip("\"' ")
        yield from _constraint(line, row) if "constraints-" in line else _requirement(plain, row)


def _conda(text: str) -> Iterator[Statement]:
    """conda's ``environment.yml``: one equals sign, perhaps a channel in front, and Airflow is called ``airflow`` there."""
    for row, line in enumerate(text.splitlines(), 1):
        plain = re.sub(r"^\s*(?:-\s*)?[\"']?(?:[\w-]+::)?", "", line).rstrip("\"' ")
        plain = re.sub(r"^airflow(?=[ =<>~])", "apache-airflow", plain)
        spec = re.sub(r"^([\w.-]+) *=(\d[\w.]*\*?)(?:=\w+)?$", r"\1==\2", plain)
        yield from _constraint(line, row) if "constraints-" in line else _requirement(spec, row)


def _literals(text: str) -> Iterator[Statement]:
    """``setup.py``: the strings in it that are requirements on a package that matters."""
    for row, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#"):
            for word in _QUOTED.findall(line):
                yield from _requirement(word, row)


Reader = Callable[[str], Iterator[Statement]]
_SAMPLE = pattern(r"(?:sample|example)s?[._-].*values|values.*[._-](?:sample|example)", re.IGNORECASE)
ANY_MANIFEST = pattern(r".*\.(?:ya?ml|json|template)")

# By name, the most telling first.
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (pattern(r"(?:.*[.-])?(?:Dockerfile|Containerfile)(?:[.-].*)?", re.IGNORECASE), _container),
    (pattern(r"(?:docker-)?compose[\w.-]*\.ya?ml|\.env(?:\.\w+)?|(?:.*[._-])?values[\w.-]*\.ya?ml"), _container),
    (pattern(r".*\.(?:tf|tfvars|hcl)"), _terraform),
    (pattern(r"(?:uv|poetry|pdm)\.lock|pylock(?:\.[\w-]+)?\.toml"), _lock),
    (pattern(r"Pipfile\.lock"), _json_lock),
    (pattern(r"constraints[\w.-]*\.txt"), _requirements),
    (pattern(r"[\w.-]*requirements[\w.-]*\.(?:txt|lock)|(?:base|prod|main|common|airflow)\.txt"), _requirements),
    (pattern(r"[\w.-]*requirements[\w.-]*\.in"), _requirements),
    (pattern(r"pyproject\.toml|Pipfile|pixi\.toml"), _toml),
    (pattern(r"(?:conda-)?env(?:ironment)?[\w.-]*\.ya?ml"), _conda),
    (pattern(r"setup\.cfg|tox\.ini"), _indented),
    (pattern(r"setup\.py|noxfile\.py"), _literals),
    (pattern(r"\.tool-versions|\.?mise(?:\.\w+)?\.toml"), _tools),
    (
        pattern(r"(?:\.gitlab-ci|cloudbuild|azure-pipelines|bitbucket-pipelines)[\w.-]*\.ya?ml|Makefile|Jenkinsfile"),
        _workflow,
    ),
    (ANY_MANIFEST, _manifest),
)
WORKFLOW = next(number for number, (_, reader) in enumerate(READERS) if reader is _workflow)


def kind_of(name: str) -> int | None:
    """Which of the readers reads a file of that name. The sample values that come with a chart speak of nobody's Airflow."""
    if _SAMPLE.search(name):
        return None
    return next((number for number, (pattern, _) in enumerate(READERS) if pattern.fullmatch(name)), None)


def statements(text: str, kind: int) -> Iterator[Statement]:
    """What a file states, read by the reader of that number."""
    if _MENTIONED.search(text):
        yield from READERS[kind][1](text)


def included(text: str, kind: int) -> Iterator[str]:
    """The other requirements that a file of requirements names, as paths from where it lies."""
    if READERS[kind][1] is _requirements:
        for line in text.splitlines():
            found = _INCLUDED.match(line)
            if found and "://" not in found[1]:
                yield found[1]
