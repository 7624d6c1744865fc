"""The options of ``k8slint check``: flag, settings key, type and help of each.

The command line, the settings file and their documentation are made from this table. It imports next to nothing: it
stands in front of everything.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SEVERITIES = ("info", "warning", "error")  # the least first
VERSIONS = ("airflow", "provider", "client", "kubernetes")  # what ``--airflow-version`` and its sisters state


class Option:
    """One option. ``key`` is its name in the settings file, ``flags`` its spellings on the command line.

    ``kind``: ``flag`` (true or false), ``text``, ``path``, ``choice``, ``version``, ``number``, ``list`` (strings,
    separated by commas on the command line), ``paths``; without a settings key: ``file`` (reads or writes a file),
    ``outputs`` (the same, may be repeated), ``reason`` (a text that may be left out); in settings files only: ``table``,
    ``targets`` (tables), ``specifier`` (of versions), ``settings`` (another settings file). ``negative`` is the flag that
    says no. ``affects_findings`` is True when findings depend on it. ``of_the_user`` is True for what writes or hides: a settings
    file of the repository has no say in it. ``weaker`` are the values that hide, where others don't.
    """

    __slots__ = (
        "_choices",
        "affects_findings",
        "default",
        "flags",
        "help",
        "key",
        "kind",
        "metavar",
        "negative",
        "of_the_user",
        "weaker",
    )

    def __init__(
        self,
        key: str,
        kind: str,
        help: str,  # noqa: A002
        *,
        flags: tuple[str, ...] | None = None,
        negative: str = "",
        default: object = None,
        choices: tuple[str, ...] | Callable[[], tuple[str, ...]] = (),
        metavar: str = "",
        affects_findings: bool = False,
        of_the_user: bool = False,
        weaker: tuple[str, ...] = (),
    ) -> None:
        self.key = key
        self.kind = kind
        self.help = help
        self.flags = (f"--{key}",) if flags is None else flags
        self.negative = negative
        self.default = default
        self._choices = choices
        self.metavar = metavar
        self.affects_findings = affects_findings
        self.of_the_user = of_the_user
        self.weaker = weaker

    @property
    def choices(self) -> tuple[str, ...]:
        return self._choices() if callable(self._choices) else self._choices

    @property
    def in_settings(self) -> bool:
        return self.kind not in ("file", "outputs", "reason")


def format_names() -> tuple[str, ...]:
    """The output formats: the files of ``formats``, whose names nothing else lists."""
    files = os.listdir(os.path.join(os.path.dirname(os.path.dirname(__file__)), "formats"))
    names = (file[:-3].replace("_", "-") for file in files if file.endswith(".py") and not file.startswith("_"))
    return tuple(sorted(names))


def _switch(key: str, help: str, affects_findings: bool = False, of_the_user: bool = False) -> Option:  # noqa: A002
    negative = f"--no-{key}"
    return Option(
        key, "flag", help, negative=negative, default=False, affects_findings=affects_findings, of_the_user=of_the_user
    )


OPTIONS: tuple[Option, ...] = (
    _switch("fix", "Apply safe fixes, and report the remaining findings.", of_the_user=True),
    _switch(
        "unsafe-fixes",
        "Apply (or with --diff show) unsafe fixes too: they may change what the code does.",
        of_the_user=True,
    ),
    _switch("diff", "Show what the fixes would change, without writing files.", of_the_user=True),
    Option(
        "add-ignore",
        "reason",
        "Suppress findings with comments in the files; with a value, the comments give it as the reason.",
        metavar="REASON",
    ),
    Option(
        "select",
        "list",
        "Run only these rules: codes, code prefixes, names, or ALL.",
        metavar="RULES",
        affects_findings=True,
    ),
    Option(
        "extend-select",
        "list",
        "Run these rules too, including rules that are off by default.",
        metavar="RULES",
        affects_findings=True,
    ),
    Option(
        "ignore",
        "list",
        "Don't run these rules. The longest matching prefix wins.",
        metavar="RULES",
        affects_findings=True,
    ),
    Option(
        "per-file-ignores",
        "table",
        'Rules to ignore by path: {"tests/*" = ["KE4"]}.',
        flags=(),
        affects_findings=True,
    ),
    Option(
        "output-format",
        "choice",
        "Output format of the findings.",
        choices=format_names,
        default="full",
    ),
    Option(
        "output-file",
        "path",
        "Write the findings to this file instead of the terminal.",
        metavar="FILE",
        of_the_user=True,
    ),
    Option(
        "output",
        "outputs",
        "Write the findings in this format, to the file if one is named; may be repeated.",
        metavar="FORMAT[:FILE]",
    ),
    Option(
        "min-severity",
        "choice",
        "Report (and fix) only findings of this severity or a higher one.",
        choices=SEVERITIES,
        default="info",
        affects_findings=True,
        weaker=("warning", "error"),
    ),
    Option(
        "fail-on",
        "choice",
        "Exit with 1 if there are findings of this severity or a higher one.",
        choices=SEVERITIES,
        default="warning",
        affects_findings=True,  # what could fail is judged on every version that may run
        weaker=("error",),
    ),
    Option(
        "baseline",
        "path",
        "Don't report the findings that this baseline file accepts.",
        metavar="FILE",
    ),
    Option("diff-base", "file", "Report only what is new since this git revision.", metavar="REV"),
    Option("no-baseline", "file", "Report accepted findings too.", default=False),
    _switch("exit-zero", "Exit with 0 even if there are findings.", of_the_user=True),
    _switch("exit-non-zero-on-fix", "Exit with 1 if a fix was applied, even if no finding remains."),
    Option(
        "airflow-version",
        "version",
        "The Airflow version that runs the DAGs.",
        metavar="VERSION",
        affects_findings=True,
    ),
    Option(
        "provider-version",
        "version",
        "The version of apache-airflow-providers-cncf-kubernetes.",
        metavar="VERSION",
        affects_findings=True,
    ),
    Option(
        "client-version", "version", "The version of the kubernetes package.", metavar="VERSION", affects_findings=True
    ),
    Option("kubernetes-version", "version", "The version of the cluster.", metavar="VERSION", affects_findings=True),
    Option("targets", "targets", "Other versions for some paths.", flags=(), affects_findings=True),
    Option(
        "detect-versions",
        "flag",
        "Detect versions that aren't set from lock files, requirements, Dockerfiles and similar files.",
        negative="--no-detect-versions",
        default=True,
    ),
    Option(
        "pod-template",
        "path",
        "The pod_template_file of the workers.",
        metavar="FILE",
        affects_findings=True,
    ),
    Option(
        "inventory",
        "paths",
        "Kubernetes manifests, or a file written by `k8slint inventory`, with the objects that exist in the cluster.",
        metavar="PATH",
        affects_findings=True,
    ),
    Option(
        "namespace",
        "text",
        "The namespace of worker pods that set none.",
        metavar="NAME",
        affects_findings=True,
    ),
    Option(
        "executor",
        "text",
        "The executor of the deployment, or several with the default one first, as in [core] executor.",
        metavar="NAME",
        flags=(),
        affects_findings=True,
    ),
    Option(
        "worker-image",
        "text",
        "The image of worker pods that set none, as worker_container_repository and worker_container_tag name it.",
        metavar="IMAGE",
        flags=(),
        affects_findings=True,
    ),
    Option(
        "local-settings",
        "path",
        "The airflow_local_settings.py with the pod_mutation_hook, if it isn't found automatically.",
        metavar="FILE",
        affects_findings=True,
    ),
    Option(
        "policy",
        "table",
        "Requirements for the pods of this project: see the documentation of the policy.",
        flags=(),
        affects_findings=True,
    ),
    Option(
        "environment",
        "table",
        "Environment variables of the scheduler, including those that set Airflow's variables and options.",
        flags=(),
        affects_findings=True,
    ),
    Option(
        "external-defaults",
        "flag",
        "Assume the defaults given in the code, as in os.getenv(name, default) and Variable.get.",
        negative="--no-external-defaults",
        default=False,
        affects_findings=True,
    ),
    Option("src", "paths", "Folders from which DAGs import modules.", metavar="FOLDER", affects_findings=True),
    Option(
        "exclude",
        "list",
        "Paths to exclude, as .gitignore patterns, instead of the default ones.",
        metavar="PATTERNS",
    ),
    Option("extend-exclude", "list", "Paths to exclude in addition to the default ones.", metavar="PATTERNS"),
    _switch("force-exclude", "Apply exclusions to paths that are named on the command line too."),
    _switch(
        "show-unknown", "List expressions in checked pods that could not be evaluated, and why.", affects_findings=True
    ),
    _switch(
        "statistics", "Show a table of the rules that have findings, instead of the findings.", affects_findings=True
    ),
    Option("cache", "flag", "Cache the results of unchanged files.", negative="--no-cache", default=True),
    Option("cache-dir", "path", "The cache folder; also K8SLINT_CACHE_DIR.", metavar="FOLDER", of_the_user=True),
    Option(
        "jobs", "number", "Number of worker processes; 0 means one for each core.", flags=("--jobs", "-j"), default=0
    ),
    Option(
        "timeout-per-file",
        "number",
        "Stop checking a file after this many seconds, and report it; 0 means never.",
        metavar="SECONDS",
        default=60,
        of_the_user=True,
    ),
    Option("quiet", "flag", "Print only findings.", flags=("--quiet", "-q"), default=False),
    Option(
        "verbose",
        "flag",
        "Show the target versions, where they come from, and how long the run took.",
        flags=("--verbose", "-v"),
        default=False,
    ),
    Option("color", "choice", "When to colour the output.", choices=("auto", "always", "never"), default="auto"),
    Option("required-version", "specifier", "The versions of k8slint that can use these settings.", flags=()),
    Option("extend", "settings", "Another settings file; its values apply where this file sets none.", flags=()),
    Option(
        "timings",
        "file",
        "Show on standard error how long each file, phase and rule took.",
        default=False,
    ),
    Option("watch", "file", "Check again whenever a file changes, until interrupted.", default=False),
    Option("stdin-filename", "file", "The name of the file read from standard input (path -).", metavar="FILE"),
    Option("config", "file", "Read settings from this file.", metavar="FILE"),
    Option("isolated", "file", "Ignore all settings files.", default=False),
)

BY_KEY = {option.key: option for option in OPTIONS}
SWITCHES = frozenset({"isolated", "no-baseline", "timings", "watch"})  # kind "file", yet without a value
REPEATED = ("list", "paths", "outputs")  # kinds whose flag may be given more than once

MAX_NUMBER = 9999  # of options that are numbers

Given = dict[str, object]  # option key -> value as the command line gives it, and "paths" -> tuple of str


def takes_value(option: Option) -> bool:
    """False for a flag, which is there or not."""
    return option.kind != "flag" and option.key not in SWITCHES


def read_plain(argv: list[str]) -> Given | None:
    """The options of a plain ``check …`` command line; None when it takes more than this table to understand it.

    This is what lets a hook's everyday call do without click, whose import takes longer than the work. Whatever looks
    unusual (help, a wrong or abbreviated option, a missing value, a value out of range) is left to click, which then
    says what is wrong; a test holds both readings equal.
    """
    if not argv or argv[0] != "check":
        return None
    yes = {flag: option for option in OPTIONS for flag in option.flags}
    no = {option.negative: option for option in OPTIONS if option.negative}
    given: Given = {}
    paths: list[str] = []
    words = iter(argv[1:])
    for word in words:
        if word == "--":
            paths.extend(words)
        elif not word.startswith("-") or word == "-":
            paths.append(word)
        elif word in no:
            given[no[word].key] = False
        elif word in yes and not takes_value(yes[word]):
            given[yes[word].key] = True
        elif word in yes and yes[word].kind == "reason":
            given[yes[word].key] = ""
        else:
            flag, equals, text = word.partition("=")
            option = yes.get(flag)
            if option is None or not takes_value(option) or (equals and not flag.startswith("--")):
                return None
            value = text if equals else next(words, None)
            if value is None or not _put(given, option, value):
                return None
    given["paths"] = tuple(paths)
    return given


def _put(given: Given, option: Option, text: str) -> bool:
    """Store one value; False when it isn't plainly right."""
    if option.kind in REPEATED:
        before = given.get(option.key, ())
        given[option.key] = (*(before if isinstance(before, tuple) else ()), *split(option, text))
    elif option.kind == "number":
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_NUMBER)) and int(text) <= MAX_NUMBER):
            return False
        given[option.key] = int(text)
    elif option.kind == "choice" and text not in option.choices:
        return False
    else:
        given[option.key] = text
    return True


def split(option: Option, text: str) -> tuple[str, ...]:
    """Split a value of the command line into items: lists are separated by commas, paths are not."""
    if option.kind != "list":
        return (text,)
    return tuple(item for item in (part.strip() for part in text.split(",")) if item)
