"""The settings from the command line and the nearest settings file, as one frozen value.

Nothing heavy is imported until a settings file really has something for k8slint: this runs before the byte filter.
"""

from __future__ import annotations

import os

from k8slint.data import catalogue
from k8slint.settings.errors import UserError, did_you_mean
from k8slint.settings.files import MAX_MODULE, MAX_SETTINGS, airflow_config, read_regular, repository
from k8slint.settings.options import BY_KEY, OPTIONS, SEVERITIES, VERSIONS, Given, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from k8slint.settings.checks import TargetsEntry
    from k8slint.settings.policy import Policies
    from k8slint.settings.reading import Layer
    from k8slint.settings.targets import RuntimeEnvironment, Targets, Version

SETTINGS_FILES = (".k8slint.toml", "k8slint.toml", "pyproject.toml")  # the first that speaks to k8slint counts
OF_FILES = ("specifier", "settings")  # kinds of options that only a file can have
MIN_JOBS = 8  # that anybody may ask for; more than two for each core only get in each other's way
TEMPLATE_SUFFIXES = (".yaml", ".yml", ".json")


class Config:
    """Everything a run depends on, frozen. Made by ``load``; ``Config()`` is the default of everything.

    ``root`` is the project's folder: of the settings file, else of the git repository, else where the command runs.
    ``file`` is the settings file, if any. Relative paths of a settings file are kept as seen from where the command
    runs. ``commanded`` are the keys that the command line gives: paths among them are trusted. ``files`` says which file
    states a key, where that isn't ``file``.
    """

    __slots__ = ("_targets", "_values", "commanded", "file", "files", "root")

    root: str
    file: str | None
    files: Mapping[str, str]
    commanded: frozenset[str]
    _values: dict[str, object]
    _targets: Targets | None

    def __init__(
        self,
        values: Mapping[str, object] | None = None,
        *,
        root: str = ".",
        file: str | None = None,
        targets: Targets | None = None,
        commanded: frozenset[str] = frozenset(),
        files: Mapping[str, str] | None = None,
    ) -> None:
        defaults = {option.key: _default(option) for option in OPTIONS if option.in_settings}
        object.__setattr__(self, "_values", {**defaults, **(values or {})})
        object.__setattr__(self, "root", root)
        object.__setattr__(self, "file", file)
        object.__setattr__(self, "commanded", commanded)
        object.__setattr__(self, "files", files or {})
        object.__setattr__(self, "_targets", targets)
        _check_rules(self)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Config is frozen; make another with replace()")

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self._values, self.root, self.file, self._targets, self.commanded, self.files))

    def replace(self, *, targets: Targets | None = None, **changes: object) -> Config:
        """A copy with some options, or the targets, changed."""
        values = {**self._values, **{name.replace("_", "-"): value for name, value in changes.items()}}
        return _rebuild(values, self.root, self.file, targets or self._targets, self.commanded, self.files)

    # The options that other modules read, with their types.

    def value(self, key: str) -> object:
        """The value of an option of any kind."""
        return self._values[key]

    def flag(self, key: str) -> bool:
        return self._values[key] is True

    def text(self, key: str) -> str | None:
        value = self._values[key]
        return value if isinstance(value, str) else None

    def table(self, key: str) -> Mapping[str, object]:
        value = self._values[key]
        return value if isinstance(value, dict) else {}

    def items(self, key: str) -> tuple[str, ...]:
        value = self._values[key]
        return value if isinstance(value, tuple) else ()

    @property
    def src(self) -> tuple[str, ...]:
        """Folders from which the DAGs import, as stated, most important first."""
        return self.items("src")

    @property
    def pod_template(self) -> str | None:
        """The pod template file that the workers start from, if stated."""
        return self.text("pod-template")

    @property
    def jobs(self) -> int:
        cores = os.cpu_count() or 1
        value = self._values["jobs"]
        return min(value, max(MIN_JOBS, 2 * cores)) if isinstance(value, int) and value > 0 else cores

    @property
    def timings(self) -> bool:
        """Whether the run says what takes its time."""
        return "timings" in self.commanded

    @property
    def seconds(self) -> int | None:
        """The time limit of one file in seconds; None: no limit."""
        value = self._values["timeout-per-file"]
        return value if isinstance(value, int) and value > 0 else None

    @property
    def cache_folder(self) -> str | None:
        """Where outcomes are remembered, as the user states it; None for the user's cache folder."""
        return self.text("cache-dir")

    @property
    def stated_versions(self) -> dict[str, Version]:
        """The versions that the user states, by name of the ``Targets`` field."""
        from k8slint.settings.targets import parse_version

        texts = {name: self.text(f"{name}-version") for name in VERSIONS}
        return {name: parse_version(text) for name, text in texts.items() if text is not None}

    @property
    def targets(self) -> Targets:
        """The target versions: detected ones (given to ``replace``), else those of the settings and defaults that fit."""
        if self._targets is not None:
            return self._targets
        from k8slint.settings.compatibility import complete

        return complete(self.stated_versions, worker_image=self.text("worker-image") or "")

    @property
    def runtime(self) -> RuntimeEnvironment:
        """What is said of values that only the run time knows."""
        from k8slint.settings.targets import RuntimeEnvironment

        environment = self._values["environment"]
        return RuntimeEnvironment(environment if isinstance(environment, dict) else {}, self.flag("external-defaults"))

    @property
    def namespace(self) -> str | None:
        """The namespace that worker pods run in, as stated, or as the scheduler's environment says."""
        stated = self.text("namespace")
        environment = self._values["environment"]
        if stated is not None or not isinstance(environment, dict):
            return stated
        names = ("AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE", "AIRFLOW__KUBERNETES__NAMESPACE")
        return next((environment[name] for name in names if name in environment), None)

    @property
    def policies(self) -> Policies | None:
        """What pods may do. Raises UserError when the table is wrong."""
        table = self.table("policy")
        if not table:
            return None
        from k8slint.settings.policy import Policies

        return Policies(table, self.file_of("policy"))

    def file_of(self, key: str) -> str | None:
        """The settings file that states a key."""
        return self.files.get(key, self.file)

    @property
    def top(self) -> str:
        """The folder that files named in a settings file must lie in: the repository's, else the project's."""
        return repository(os.path.abspath(self.root)) or self.root

    @property
    def boundary(self) -> str | None:
        """The folder that the inventory must lie in; None when the command line names it."""
        return None if "inventory" in self.commanded else self.top

    def selected(self, code: str) -> bool:
        """Whether a rule reports. The longest matching selector decides; at equal length ``ignore`` wins.

        With no ``select``, all rules that are on by default are selected. A rule that is off by default is selected
        by its code, its name, a prefix beyond ``KE``, or ``ALL``.
        """
        rule = catalogue.RULES.get(code)
        default = rule is None or rule[2]
        select, extend = self.items("select"), self.items("extend-select")
        chosen = max((_weight(selector, code, default) for selector in (*select, *extend)), default=0)
        if not select and default:
            chosen = max(chosen, 1)
        return chosen > max((_weight(selector, code, True) for selector in self.items("ignore")), default=0)

    def runs(self, code: str) -> bool:
        """Whether a rule is selected and has what it needs: without an inventory nothing can be missing in it."""
        need = catalogue.NEEDS.get(code)
        return (need is None or bool(self._values[need])) and self.selected(code)

    def ignored_for(self, path: str) -> tuple[str, ...]:
        """The selectors of ``per-file-ignores`` that apply to a path."""
        table = self._values["per-file-ignores"]
        if not isinstance(table, dict) or not table:
            return ()
        from k8slint.settings.gitignore import pattern_covers

        relative = self.relative(path)
        return tuple(s for glob, selectors in table.items() if pattern_covers(glob, relative) for s in selectors)

    @property
    def by_path(self) -> bool:
        """Whether the settings state versions for some paths."""
        return bool(self._values["targets"])

    def targets_for(self, path: str) -> Iterator[dict[str, Version]]:
        """The versions that the settings state for the files of a path beside those for all, entry by entry, the last
        having the last word. What the command line states goes before them."""
        from k8slint.settings.targets import parse_version

        entries: tuple[TargetsEntry, ...] = self._values["targets"]  # type: ignore[assignment]
        for number in self.entries_for(path):
            yield {name: parse_version(text) for name, text in entries[number][1]}

    def entries_for(self, path: str) -> tuple[int, ...]:
        """The entries of ``targets`` whose patterns match a path, by number."""
        from k8slint.settings.gitignore import patterns_cover

        relative = self.relative(path)
        entries: tuple[TargetsEntry, ...] = self._values["targets"]  # type: ignore[assignment]
        return tuple(number for number, (paths, _) in enumerate(entries) if patterns_cover(paths, relative))

    def relative(self, path: str) -> str:
        """A path as patterns in the settings see it: from the project's folder."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def shows(self, severity: str) -> bool:
        """Whether findings of a severity are reported."""
        return SEVERITIES.index(severity) >= SEVERITIES.index(self.text("min-severity") or "info")

    def fails(self, severity: str) -> bool:
        """Whether findings of a severity fail the run."""
        return SEVERITIES.index(severity) >= SEVERITIES.index(self.text("fail-on") or "warning")

    @property
    def digest(self) -> bytes:
        """What the findings of a file depend on beside the files themselves, for the cache. 16 bytes."""
        from _blake2 import blake2b

        values = [(key, self._values[key]) for key in sorted(self._values) if BY_KEY[key].affects_findings]
        targets = self._targets and (
            *(getattr(self._targets, name) for name in VERSIONS),
            sorted(self._targets.assumed),  # a set's own order differs from process to process
            bool(self._targets.others),
            self._targets.distributions,
        )
        where = os.path.relpath(os.getcwd(), self.root)
        stated = sorted(self.commanded.intersection(f"{name}-version" for name in VERSIONS))
        return blake2b(repr((values, targets, where, stated)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def is_template(path: str, config: Config) -> bool:
    """Whether a file is read as a pod template: its name says YAML or JSON, or the settings name it as one."""
    named = config.pod_template
    return path.endswith(TEMPLATE_SUFFIXES) or (named is not None and os.path.normpath(named) == os.path.normpath(path))


def is_airflow_config(path: str, config: Config) -> bool:
    """Whether a file is read for Airflow's options that it sets."""
    named = config.pod_template
    is_named = named is not None and os.path.normpath(named) == os.path.normpath(path)
    return airflow_config(path) is not None and not is_named


def is_dag_file(path: str, config: Config) -> bool:
    """Whether a file is read as Python."""
    return not is_template(path, config) and not is_airflow_config(path, config)


def _rebuild(
    values: dict[str, object],
    root: str,
    file: str | None,
    targets: Targets | None,
    commanded: frozenset[str],
    files: Mapping[str, str],
) -> Config:
    return Config(values, root=root, file=file, targets=targets, commanded=commanded, files=files)


def _default(option: Option) -> object:
    if option.default is None and option.kind in ("list", "paths", "targets"):
        return ()
    if option.default is None and option.kind == "table":
        return {}
    return option.default


# --- rules by code, prefix and name


def matches(selector: str, code: str) -> bool:
    """Whether a selector (code, prefix, name, ``ALL``) means the rule with this code."""
    return _weight(selector, code, False) > 0


def _weight(selector: str, code: str, default: bool) -> int:
    """How closely a selector means a rule; 0 for not at all. A mere ``KE`` doesn't reach rules off by default."""
    if selector == "ALL":
        return 1
    if code.startswith(selector) and (default or len(selector) > 2):
        return len(selector)
    rule = catalogue.RULES.get(code)
    return len(code) if rule is not None and rule[0] == selector else 0


def known_selector(selector: str) -> bool:
    return selector == "ALL" or any(
        code.startswith(selector) or rule[0] == selector for code, rule in catalogue.RULES.items()
    )


def _check_rules(config: Config) -> None:
    """Every rule that the settings name must exist."""
    table = config._values["per-file-ignores"]
    lists = {key: config.items(key) for key in ("select", "extend-select", "ignore")}
    if isinstance(table, dict):
        lists |= {f'per-file-ignores."{glob}"': selectors for glob, selectors in table.items()}
    names = [rule[0] for rule in catalogue.RULES.values()]
    for key, selectors in lists.items():
        for selector in selectors:
            if not selector or not known_selector(selector):
                if _is_written(selector):
                    raise UserError(
                        f"{key}: `{selector}` is in k8slint/rules but not in k8slint/data/catalogue.py: "
                        "run `python -m tools.generate`"
                    )
                hint = did_you_mean(selector, [*catalogue.RULES, *names, "ALL"])
                raise UserError(f"{key}: there is no rule `{selector}`{hint}")


def _is_written(code: str) -> bool:
    """Whether a rule of this code is among the sources though the catalogue lacks it. Nothing imports them here."""
    from pathlib import Path

    rules = Path(__file__).parents[1] / "rules"
    return any(
        f'code = "{code}"'.encode("utf-8", "surrogatepass") in read_regular(str(file), MAX_MODULE)
        for file in rules.glob("*.py")
    )


# --- from the command line and the settings file


def load(given: Given, paths: tuple[str, ...] = (), environ: Mapping[str, str] | None = None) -> Config:
    """The settings of a run: the command line over the settings file over the defaults.

    ``given`` is what ``options.read_plain`` or click made of the command line; the settings file is searched from the
    common folder of ``paths`` upward. Raises ``UserError``.
    """
    return found(given, paths, environ)[0]


def found(
    given: Given, paths: tuple[str, ...] = (), environ: Mapping[str, str] | None = None
) -> tuple[Config, tuple[Layer, ...]]:
    """The settings of a run, and the settings files that say something of them."""
    start = common_folder(paths)
    named = given.get("config")
    if given.get("isolated"):
        file, table = None, {}
    elif isinstance(named, str):
        file, table = named, _read_settings(named, needed=True) or {}
    else:
        file, table = _nearest(start)
    values: dict[str, object] = {}
    files: dict[str, str] = {}
    layers: tuple[Layer, ...] = ()
    if file is not None:
        from k8slint.settings import reading

        layers = reading.layers(file, table, start)
        values, files = reading.merged(layers)
    for option in OPTIONS:
        if option.in_settings and option.key in given:
            value = given[option.key]
            if option.kind == "version":
                from k8slint.settings.checks import from_text

                value = from_text(option, value)
            before = values.get(option.key)
            extends = option.key.startswith("extend-") and isinstance(before, tuple) and isinstance(value, tuple)
            values[option.key] = (*before, *value) if extends else value  # type: ignore[misc]
    if given.get("isolated"):
        values.setdefault("detect-versions", False)
    if given.get("no-baseline"):
        values["baseline"] = None
    environment = os.environ if environ is None else environ  # the user's own
    if "cache-dir" not in given and environment.get("K8SLINT_CACHE_DIR"):
        values["cache-dir"] = environment["K8SLINT_CACHE_DIR"]
    for key in ("pod-template", "local-settings"):
        path = values.get(key)
        if isinstance(path, str) and not os.path.isfile(path):
            raise UserError(f"{key}: there is no file {path}")
    root = os.path.dirname(os.path.abspath(file)) if file else repository(start) or os.getcwd()
    config = Config(values, root=root, file=file, commanded=frozenset(given), files=files)
    _ = config.policies  # what is wrong with it is said whatever the files hold
    return config, layers


def from_mapping(settings: Mapping[str, object], paths: tuple[str, ...] = (), *, isolated: bool = False) -> Config:
    """The settings of a program that uses k8slint as a library, over those of the nearest settings file.

    ``settings`` has the keys of a settings file, ``_`` for ``-`` allowed. ``isolated`` reads no file. Raises ``UserError``.
    """
    from k8slint.settings.checks import checked, short

    given: Given = {"isolated": True} if isolated else {}
    for name, value in settings.items():
        option = BY_KEY.get(name.replace("_", "-"))
        if option is None or not option.in_settings or option.kind in OF_FILES:
            known = [option.key for option in OPTIONS if option.in_settings]
            raise UserError(f"there is no setting `{short(name)}`{did_you_mean(short(name), known)}")
        try:
            given[option.key] = checked(option, list(value) if isinstance(value, tuple) else value)
        except ValueError as error:
            raise UserError(f"`{option.key}` {error}") from None
    return load(given, paths)


def common_folder(paths: tuple[str, ...]) -> str:
    """The folder that holds all paths, absolute; where the command runs when there are none."""
    folders = []
    for path in paths or (".",):
        absolute = os.path.abspath("." if path == "-" else path)
        folders.append(absolute if os.path.isdir(absolute) else os.path.dirname(absolute))
    try:
        return os.path.commonpath(folders)
    except ValueError:  # different drives
        return os.getcwd()


def _upward(folder: str) -> tuple[str, ...]:
    folders = [folder]
    while os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
        folders.append(folder)
    return tuple(folders)


def _nearest(start: str) -> tuple[str | None, dict[str, object]]:
    for folder in _upward(start):
        for name in SETTINGS_FILES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                path = os.path.relpath(path)
                table = _read_settings(path, needed=False, boundary=repository(folder))
                if table is not None:
                    return path, table
    return None, {}


def _read_settings(path: str, *, needed: bool, boundary: str | None = None) -> dict[str, object] | None:
    """k8slint's table of one file; None when a pyproject.toml has none. Raises ``UserError``."""
    try:
        data = read_regular(path, MAX_SETTINGS, boundary)
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}") from None
    if os.path.basename(path) == "pyproject.toml" and b"k8slint" not in data and not needed:
        return None
    from k8slint.settings.reading import table_of

    return table_of(path, data)
