"""The modules of k8slint and how they import each other: ``python -m tests.structure`` prints a map.

An import inside a function counts like any other. One under ``TYPE_CHECKING`` doesn't: it is never executed.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = "k8slint"

# From top to bottom. A module imports from rows below its own, or from its own row.
LAYERS = [
    [""],  # the package itself: the Python API
    ["__main__"],
    ["cli", "codemods"],
    ["api", "server"],
    ["formats", "overview", "run"],
    ["lint"],
    ["rules"],
    ["edits"],
    ["airflow.pods"],
    ["airflow"],
    ["cluster"],
    ["kube"],
    ["evaluate.evaluator", "evaluate.hook"],
    ["evaluate.doors", "evaluate.snapshot", "evaluate.relevance"],
    ["evaluate.syntax"],
    ["evaluate.calls"],
    ["evaluate.libraries"],
    ["evaluate.operations"],
    ["evaluate.machine"],
    ["evaluate"],
    ["finding"],
    ["source"],
    ["settings"],
    ["data"],
    ["dataclass", "patterns", "version"],
]

# What may be imported inside a function, to save start-up time, by reason: some runs don't need it.
LATE = {
    "importing k8slint imports the API when it is first used": ["k8slint.api"],
    "a plain check needs neither click nor the other commands": [
        "k8slint.cli.baseline",
        "k8slint.cli.bug_report",
        "k8slint.cli.check",
        "k8slint.cli.commands",
        "k8slint.cli.config",
        "k8slint.cli.explain",
        "k8slint.cli.ignoring",
        "k8slint.cli.inventory",
        "k8slint.cli.outputs",
        "k8slint.cli.render",
        "k8slint.cli.tables",
        "k8slint.cli.report",
        "k8slint.cli.server",
        "k8slint.server.protocol",
        "k8slint.cli.verify",
        "k8slint.cli.watch",
        "k8slint.settings.options",
    ],
    "a run without relevant files needs no dataclasses, regular expressions or cache": [
        "k8slint.finding",
        "k8slint.lint.failures",
        "k8slint.run.atomic",
        "k8slint.run.baseline",
        "k8slint.run.changes",
        "k8slint.run.cache",
        "k8slint.run.judging",
        "k8slint.run.pool",
        "k8slint.run.progress",
        "k8slint.run.targeting",
        "k8slint.run.timing",
        "k8slint.settings.compatibility",
        "k8slint.settings.gitignore",
        "k8slint.settings.policy",
        "k8slint.settings.targets",
        "k8slint.source.text",
        "_blake2",
        "re",
    ],
    "a run with all results in the cache needs no rules, inventory or version detection": [
        "k8slint.airflow.moves.evidence",
        "k8slint.airflow.moves.removed",
        "k8slint.cluster.files",
        "k8slint.lint.surroundings",
        "k8slint.rules",
        "k8slint.settings.detection",
        "k8slint.source.airflow_config",
        "k8slint.source.project",
    ],
    "few files have a pod template, an inventory, or YAML that the code reads": [
        "k8slint.kube.template",
        "k8slint.lint.documents",
        "yaml",
    ],
    "only commands that ask a cluster need the kubernetes client": ["kubernetes", "urllib3"],
    "a file that calls no operator needs no signatures": ["k8slint.lint.calls"],
    "few projects change pods with a hook": [
        "k8slint.airflow.pods.mutation",
        "k8slint.airflow.pods.policies",
        "k8slint.evaluate.hook",
    ],
    "only runs over many files use expressions for the usual calls": ["k8slint.lint.usual_calls"],
    "few files import moved names": ["k8slint.airflow.moves.table.imports"],
    "a file without pods needs no validation, and most pods need only some tables": [
        "k8slint.data",
        "k8slint.kube.api.validation",
        "datetime",
        "ipaddress",
        "pathlib",
        "textwrap",
    ],
    "only fixes, and syntax newer than the interpreter, need libcst": [
        "k8slint.edits",
        "k8slint.lint.fixer",
        "k8slint.lint.follow_up",
        "k8slint.run.writing",
        "k8slint.source.lowering",
        "k8slint.source.syntax",
        "libcst",
    ],
    "only one output format or command needs it": ["importlib", "json", "k8slint.formats", "k8slint.formats._diff"],
    "only an error message needs it": ["difflib", "traceback"],
    "few runs have a settings file or options, which are parsed and checked": [
        "k8slint.settings.checks",
        "k8slint.settings.reading",
        "k8slint.settings.required",
        "tomli",
        "tomllib",
    ],
    "only runs with workers limit, watch and stop processes": ["resource", "select", "signal"],
    "`signal` imports enum, which a plain check doesn't need": ["_signal"],
    "only a run with files to check reads the deployment's executor and pod template": [
        "k8slint.run.deployed",
        "k8slint.settings.config",
        "k8slint.settings.deployment",
    ],
    "only a sealed table of the cache is compared": ["_operator"],
    "only a run that writes to the cache removes old tables": ["time"],
    "only characters outside of ASCII are looked up": ["unicodedata"],
}
TABLES = ("k8slint.data.", "k8slint.airflow.moves.table.")  # rows, no logic
MAX_LINES = 500  # of logic: without blank lines, comments and docstrings


@dataclass(frozen=True)
class Import:
    module: str
    target: str  # a module of k8slint, or of others
    late: bool  # inside a function
    line: int


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(module: str, path: Path, known: dict[str, Path]) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checked = [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    typing = {id(inner) for node in checked for part in node.body for inner in ast.walk(part)}
    functions = [
        node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    ]
    late = {id(inner) for node in functions for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            assert not node.level, f"{path}:{node.lineno}: a relative import"
            targets = [f"{base}.{each.name}" if f"{base}.{each.name}" in known else base for each in node.names]
        elif isinstance(node, ast.Import):
            targets = [each.name for each in node.names]
        else:
            continue
        for target in dict.fromkeys(targets):
            if target != "__future__":
                yield Import(module, target, id(node) in late, node.lineno)


def all_imports() -> list[Import]:
    known = modules()
    return [each for module, path in known.items() for each in imports(module, path, known)]


def circles(edges: list[Import]) -> list[list[str]]:
    """The groups of modules that import each other, directly or not (Tarjan's strongly connected components)."""
    graph: dict[str, list[str]] = {module: [] for module in modules()}
    for each in edges:
        if each.target in graph and each.target != each.module:
            graph[each.module].append(each.target)
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        stack.append(module)
        for target in graph[module]:
            if target not in number:
                visit(target)
                lowest[module] = min(lowest[module], lowest[target])
            elif target in stack:
                lowest[module] = min(lowest[module], number[target])
        if lowest[module] == number[module]:
            start = stack.index(module)
            if len(stack) - start > 1:
                found.append(sorted(stack[start:]))
            del stack[start:]

    for module in graph:
        if module not in number:
            visit(module)
    return found


def layer(module: str) -> int | None:
    """The row of a module: the one that names its nearest package."""
    name = module.removeprefix(PACKAGE).lstrip(".")
    rows = {each: row for row, names in enumerate(LAYERS) for each in names}
    while name and name not in rows:
        name = name.rpartition(".")[0]
    return rows[""] if module == PACKAGE else rows.get(name) if name else None


def reason(target: str) -> str | None:
    """Why a module may be imported inside a function."""
    for why, names in LATE.items():
        if any(target == name or target.startswith(f"{name}.") for name in names):
            return why
    return None


def lines(path: Path) -> int:
    """The lines of logic in a file."""
    text = path.read_text(encoding="utf-8")
    counted: set[int] = set()
    skipped = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped:
            counted.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            counted.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(counted)


def main() -> None:
    known, edges = modules(), all_imports()
    knots = circles(edges)
    late = [each for each in edges if each.late]
    print(f"{len(known)} modules, {len(knots)} circles, {len(late)} imports inside functions")
    for knot in knots:
        print(f"  circle: {', '.join(knot)}")
    print("\nInside functions:")
    for why in [*LATE, None]:
        of_these = [each for each in late if reason(each.target) == why]
        if of_these:
            print(f"  {len(of_these):3}  {why or 'no reason given'}: {', '.join(sorted({e.target for e in of_these}))}")
    print("\nLargest files, in lines of logic:")
    for size, module in sorted(((lines(path), module) for module, path in known.items()), reverse=True)[:12]:
        print(f"  {size:4}  {module}")


if __name__ == "__main__":
    main()
