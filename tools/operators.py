"""What operators take: ``k8slint/data/operators.py``.

``records/operators.json`` holds what ``read_packages`` found in released packages: for each package its versions, and for
each class three lists of words, which the generated module explains. The sources are parsed, not imported: a version that
needs another Python is read like any other. ``.ci/run`` compares the result with what the classes of real installations
say of themselves.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from tools.text import laid_out, module

RECORD = Path(__file__).parent / "records" / "operators.json"
Version = tuple[int, ...]

# Package -> the name of its target, and the files with its classes.
PACKAGES: dict[str, tuple[str, ...]] = {
    "airflow": (
        "models/baseoperator.py", "models/dag.py", "utils/task_group.py", "sensors/*.py", "operators/*.py",
        "decorators/*.py",
    ),
    "task-sdk": (
        "sdk/bases/operator.py", "sdk/bases/sensor.py", "sdk/bases/decorator.py", "sdk/bases/branch.py",
        "sdk/definitions/dag.py", "sdk/definitions/taskgroup.py",
    ),
    "cncf.kubernetes": tuple(
        f"providers/cncf/kubernetes/{folder}/*.py" for folder in ("operators", "sensors", "decorators")
    ),
    "standard": tuple(f"providers/standard/{folder}/*.py" for folder in ("operators", "sensors", "decorators")),
    "google": ("providers/google/cloud/operators/kubernetes_engine.py",),
    "amazon": ("providers/amazon/aws/operators/eks.py",),
}  # fmt: skip
WANTED = {"google": ("PodOperator", "JobOperator"), "amazon": ("EksPodOperator",)}
ROOTS = frozenset({"BaseOperator", "DAG", "TaskGroup"})
WITHOUT_FIELDS = frozenset(
    {"BaseOperator", "BaseSensorOperator", "BaseAsyncOperator", "BranchMixIn", "SkipMixin", "AbstractOperator", "Operator",
     "LoggingMixin", "DAGNode", "DagNode", "TaskMixin"}
)  # fmt: skip
# Bases that take no arguments of their own.
PASSING = {"GoogleCloudBaseOperator": "BaseOperator", "AwsBaseOperator": "BaseOperator"}
# The task SDK has numbers of its own; what counts is the Airflow that it is part of.
AIRFLOW_OF_SDK: dict[Version, Version] = {(1, 0): (3, 0), (1, 1): (3, 1), (1, 2): (3, 2), (1, 3): (3, 3)}


@dataclass(slots=True)
class Signature:
    """What a class takes in one version. ``bases`` are the classes whose arguments it takes too."""

    parameters: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    bases: tuple[str, ...] = ()
    template_fields: tuple[str, ...] | None = None
    nested: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)  # ``argument=value``, or ``argument=<type>``


def read(root: Path, package: str) -> dict[str, Signature]:
    """The classes of one version of a package."""
    classes: dict[str, ast.ClassDef] = {}
    for pattern in PACKAGES[package]:
        for path in sorted((root / "airflow").glob(pattern)):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    classes[node.name] = node
    found: dict[str, Signature] = {}
    for name, node in classes.items():
        if name in ROOTS or _is_operator(node, classes):
            found[name] = _signature(node, classes)
    for name, values in _values(root).items():
        if name in found:
            found[name].values = values
    ends = WANTED.get(package, ("",))
    return {name: found[name] for name in found if name.endswith(ends)}


# Where the values of an argument are listed: by class and argument, the files and the enumeration in them.
ENUMERATIONS = {
    ("BaseOperator", "trigger_rule"): (
        ("utils/trigger_rule.py", "task/trigger_rule.py", "sdk/api/datamodels/_generated.py"), "TriggerRule"
    ),
    ("KubernetesPodOperator", "on_finish_action"): (
        ("providers/cncf/kubernetes/utils/pod_manager.py",), "OnFinishAction"
    ),
    ("KubernetesPodOperator", "on_kill_action"): (("providers/cncf/kubernetes/utils/pod_manager.py",), "OnKillAction"),
}  # fmt: skip
TYPES = ("sdk/bases/operator.py", "models/baseoperator.py")  # what BaseOperator compares its arguments' types with


def _values(root: Path) -> dict[str, set[str]]:
    """The values that a constructor compares with, by class."""
    found: dict[str, set[str]] = {}
    for (name, argument), (files, enumeration) in ENUMERATIONS.items():
        for node in _top_level(root, files):
            if isinstance(node, ast.ClassDef) and node.name == enumeration:
                members = (each.value for each in node.body if isinstance(each, ast.Assign))
                values = [each.value for each in members if isinstance(each, ast.Constant)]
                found.setdefault(name, set()).update(f"{argument}={each}" for each in values if isinstance(each, str))
    for node in _top_level(root, TYPES):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if ast.unparse(target) == "BASEOPERATOR_ARGS_EXPECTED_TYPES":
                for key, kind in zip(node.value.keys, node.value.values, strict=True):
                    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        words = {f"{key.value}=<{ast.unparse(each)}>" for each in kinds}
                        found.setdefault("BaseOperator", set()).update(words)
    return found


def _top_level(root: Path, files: tuple[str, ...]) -> Iterator[ast.stmt]:
    for name in files:
        if (path := root / "airflow" / name).exists():
            yield from ast.parse(path.read_text(encoding="utf-8")).body


def _is_operator(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> bool:
    return any(
        base in ROOTS
        or base.endswith(("Operator", "Sensor"))
        or (base in classes and _is_operator(classes[base], classes))
        for base in _bases(node)
    )


def _bases(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(base).rpartition(".")[2] for base in node.bases]


def _signature(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Signature:
    made = Signature(template_fields=_template_fields(node, classes), nested=_nested(node))
    fields = _attrs_fields(node)
    init = next((each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
    if fields is not None and init is None:
        made.parameters, made.required = fields
        return made
    takes_rest = True
    if init is not None:
        arguments = init.args
        named = [*arguments.posonlyargs, *arguments.args][1:]
        optional = len(arguments.defaults)
        made.parameters = {each.arg for each in (*named, *arguments.kwonlyargs)}
        made.required = {each.arg for each in (named[:-optional] if optional else named)}
        made.required |= {
            each.arg
            for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if default is None
        }
        takes_rest = arguments.kwarg is not None
        if arguments.kwarg is not None:
            made.parameters |= {*_taken(init, arguments.kwarg.arg), *_supplied(init, arguments.kwarg.arg)}
    if takes_rest and node.name not in ROOTS:
        made.bases = tuple(
            PASSING.get(base, base)
            for base in _bases(node)
            if not base.endswith(("MixIn", "Mixin")) and (base in classes or base.endswith(("Operator", "Sensor")))
        )
    made.parameters = {each for each in made.parameters if not each.startswith("_")}
    return made


def _taken(init: ast.FunctionDef, kwargs: str) -> Iterator[str]:
    """The names that a constructor takes out of its ``**kwargs`` by itself."""
    for node in ast.walk(init):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="pop" | "get"), args=[ast.Constant(value=str(key)), *_]
            ) if name == kwargs:
                yield key
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key)), ctx=ast.Load()) if (
                name == kwargs
            ):
                yield key
            case ast.Compare(left=ast.Constant(value=str(key)), ops=[ast.In()], comparators=[ast.Name(id=name)]) if (
                name == kwargs
            ):
                yield key


def _supplied(init: ast.FunctionDef, kwargs: str) -> Iterator[str]:
    """The names that a constructor gives its base by itself: nobody must, and most of them nobody may."""
    for node in ast.walk(init):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")):
                yield from (keyword.arg for keyword in node.keywords if keyword.arg is not None)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="setdefault"), args=[ast.Constant(value=str(key)), *_]
            ) if name == kwargs:
                yield key
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="update")) if name == kwargs:
                yield from (keyword.arg for keyword in node.keywords if keyword.arg is not None)
                yield from (
                    key.value
                    for each in node.args
                    if isinstance(each, ast.Dict)
                    for key in each.keys
                    if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key)), ctx=ast.Store()) if (
                name == kwargs
            ):
                yield key


def _attrs_fields(node: ast.ClassDef) -> tuple[set[str], set[str]] | None:
    """The parameters of a class that attrs gives its constructor."""
    if not any("attr" in ast.unparse(each) and "define" in ast.unparse(each) for each in node.decorator_list):
        return None
    parameters: set[str] = set()
    required: set[str] = set()
    for each in node.body:
        if not isinstance(each, ast.AnnAssign) or not isinstance(each.target, ast.Name):
            continue
        if "ClassVar" in ast.unparse(each.annotation):
            continue
        keywords = {}
        if isinstance(each.value, ast.Call) and ast.unparse(each.value.func).endswith("field"):
            keywords = {keyword.arg: keyword.value for keyword in each.value.keywords if keyword.arg}
        if "init" in keywords and ast.unparse(keywords["init"]) == "False":
            continue
        alias = keywords.get("alias")
        name = str(ast.literal_eval(alias)) if alias is not None else each.target.id.lstrip("_")
        parameters.add(name)
        has_default = bool({"default", "factory"} & keywords.keys()) if keywords else each.value is not None
        if not has_default:
            required.add(name)
    return parameters, required


class _Fields(dict[str, Any]):
    """The names in an expression of template_fields: classes with theirs, an operator of another package with its own
    name, which ``signatures.py`` replaces by the fields of its version; anything else can't be known."""

    def __init__(self, classes: dict[str, ast.ClassDef]) -> None:
        super().__init__()
        self._classes = classes

    def __missing__(self, name: str) -> Any:
        if name in self._classes:
            return SimpleNamespace(template_fields=_template_fields(self._classes[name], self._classes))
        if name.endswith("Operator"):
            return SimpleNamespace(template_fields=(name,))
        raise KeyError(name)


def _template_fields(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> tuple[str, ...] | None:
    """``template_fields`` of a class; None where it can't be read or comes from another package."""
    if any("template_fields" in ast.unparse(each) for each in node.body if isinstance(each, ast.If)):
        return None  # it depends on more than the package's version
    for each in node.body:
        targets = each.targets if isinstance(each, ast.Assign) else [getattr(each, "target", each)]
        if isinstance(each, ast.Assign | ast.AnnAssign) and ast.unparse(targets[0]) == "template_fields" and each.value:
            try:
                code = compile(ast.Expression(each.value), "template_fields", "eval")
                return tuple(sorted(eval(code, {}, _Fields(classes))))
            except (KeyError, NameError, TypeError, AttributeError):
                return None
    bases = _bases(node)
    for base in bases:
        if base in classes and base not in ROOTS:
            found = _template_fields(classes[base], classes)
            if found != ():
                return found
    return () if all(base in classes or base in WITHOUT_FIELDS for base in bases) else None


def _nested(node: ast.ClassDef) -> dict[str, tuple[str, ...]]:
    """The models that a class renders inside its template fields, with the fields of each."""
    method = next((each for each in node.body if getattr(each, "name", "") == "_render_nested_template_fields"), None)
    found: dict[str, tuple[str, ...]] = {}
    for each in ast.walk(method) if method is not None else ():
        if isinstance(each, ast.If) and ast.unparse(each.test).startswith("isinstance(content, k8s."):
            model = ast.unparse(each.test).rpartition(".")[2].rstrip(")")
            fields = next(
                tuple(ast.literal_eval(part))
                for part in ast.walk(each)
                if isinstance(part, ast.Tuple) and all(isinstance(one, ast.Constant) for one in part.elts)
            )
            found[model] = fields
    return found


class Package(NamedTuple):
    """What was read of a package: its versions, and by class where it takes further arguments from, its arguments,
    those that are rendered, and their values, as words."""

    versions: list[str]
    classes: dict[str, tuple[list[str], ...]]


def read_packages(packages: Path) -> dict[str, Package]:
    """``packages`` has one folder a package and in it one a version: ``airflow/2.11.0``, ``task-sdk/1.3.2``,
    ``cncf.kubernetes/10.25.0``, ``standard/1.21.0``, ``google/14.0.0``, ``amazon/9.0.0``."""
    found: dict[str, dict[Version, dict[str, Signature]]] = {}
    for folder in sorted(packages.iterdir()):
        if folder.name in PACKAGES:
            of_package = found.setdefault(TARGET.get(folder.name, folder.name), {})
            for each in folder.iterdir():
                version, classes = _version(each.name, folder.name), read(each, folder.name)
                before = of_package.get(version, {})
                for name in before.keys() & classes.keys():  # the core of the Airflow that an SDK is part of
                    classes[name].values |= before[name].values
                of_package[version] = classes
    record = {}
    for package, by_version in sorted(found.items()):
        versions = sorted(by_version)
        words = {}
        for name in sorted({name for each in by_version.values() for name in each}):
            if _is_known(name, package, found):
                history = {version: by_version[version][name] for version in versions if name in by_version[version]}
                words[name] = _words(history, versions)
        record[package] = Package([dotted(version) for version in versions], words)
    return record


def write_record(record: dict[str, Package]) -> None:
    content = {package: each._asdict() for package, each in record.items()}
    RECORD.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def text() -> str:
    """The module that is made of the record."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    lines = ["Version = tuple[int, ...]", "VERSIONS: dict[str, tuple[Version, ...]] = {"]
    for package, each in record.items():
        versions = tuple(tuple(map(int, version.split("."))) for version in each["versions"])
        lines += laid_out(versions, before=f'"{package}": ')
    lines += ["}", "CLASSES: dict[str, dict[str, tuple[str, str, str, str]]] = {"]
    for package, each in record.items():
        lines.append(f'    "{package}": {{')
        for name, lists in each["classes"].items():
            lines += laid_out(tuple(" ".join(words) for words in lists), 8, f'"{name}": ')
        lines.append("    },")
    return module(SUMMARY, *lines, "}")


SUMMARY = """What operators, DAGs and TaskGroups take, by version.

For each package its recorded versions, and for each class four lists of words: where it takes further arguments from
(``@``: the versions that have the class), its arguments (``!``: required), the arguments that are rendered with Jinja
(``V1EnvVar.value``: a field of a model in one of them; ``KubernetesPodOperator``: all that this class renders; ``?``: not
readable), and the values or types that the constructor
compares with (``<required>``: required in some versions). ``>2.4.3`` says that versions up to and including 2.4.3 don't
have it, ``<3.0.6`` that versions from 3.0.6 on don't."""
UNWANTED = frozenset({"MappedTaskGroup", "DecoratedMappedOperator"})  # nobody calls them
TARGET = {"task-sdk": "airflow"}


def _is_known(name: str, package: str, classes: dict[str, dict[Version, dict[str, Signature]]]) -> bool:
    """Whether all that a class takes is recorded, its bases' arguments too."""
    for where in (package, *classes):
        found = [each[name] for each in classes[where].values() if name in each]
        if found:
            return name not in UNWANTED and all(
                _is_known(base, where, classes) for each in found for base in each.bases
            )
    return False


def _version(text: str, package: str) -> Version:
    version = tuple(int(part) for part in text.split("."))
    return AIRFLOW_OF_SDK[version[:2]] + version[2:] if package == "task-sdk" else version


def _words(history: dict[Version, Signature], versions: list[Version]) -> tuple[list[str], ...]:
    have = list(history)

    def span(having: list[Version]) -> str:
        return interval(having, have)

    present = interval(have, versions)
    bases = sorted({base for each in history.values() for base in each.bases})
    first = [f"@{present}"] if present else []
    first += [base + span([version for version, each in history.items() if base in each.bases]) for base in bases]
    values = {
        value: [version for version, each in history.items() if value in each.values] for value in _all_values(history)
    }
    second = []
    for parameter in sorted({each for one in history.values() for each in one.parameters}):
        having = [version for version, each in history.items() if parameter in each.parameters]
        required = [version for version in having if parameter in history[version].required]
        second.append(parameter + "!" * (required == having) + span(having))
        if required and required != having:
            values[f"{parameter}=<required>"] = required
    fourth = [value + span(versions) for value, versions in sorted(values.items())]
    if any(each.template_fields is None for each in history.values()):
        return first, second, ["?"], fourth
    third = {version: _rendered(each) for version, each in history.items()}
    names = sorted({name for each in third.values() for name in each}, key=lambda name: ("." in name, name))
    rendered = [name + span([version for version, each in third.items() if name in each]) for name in names]
    return first, second, rendered, fourth


def _all_values(history: dict[Version, Signature]) -> set[str]:
    return {value for each in history.values() for value in each.values}


def _rendered(signature: Signature) -> set[str]:
    inner = {f"{model}.{field}" for model, fields in signature.nested.items() for field in fields}
    return {*(signature.template_fields or ()), *inner}


def interval(having: list[Version], versions: Sequence[Version]) -> str:
    """``>last without <first without``, of those that have the class at all."""
    before = [version for version in versions if version < min(having)]
    after = [version for version in versions if version > max(having)]
    return (f">{dotted(max(before))}" if before else "") + (f"<{dotted(min(after))}" if after else "")


def dotted(version: Version) -> str:
    return ".".join(map(str, version))
