"""Reads a pod template file: YAML to values with positions.

Scalars are typed as YAML 1.1 does, which is what Airflow's reader and Kubernetes' own make of them, with two exceptions
on which they part: dates and base-60 numbers are dates and numbers for Airflow, and text for Kubernetes. Jinja and Helm
expressions are Unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Unknown, Value, get
from k8slint.kube.charts import executor_of_values, image_of_values, pod_of_values
from k8slint.kube.manifest import other_kind
from k8slint.patterns import pattern
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_TEMPLATE, read_regular
from k8slint.source.text import CannotDecode, Source, Span, decode, deep_yaml

if TYPE_CHECKING:
    from datetime import date

    from yaml.nodes import MappingNode, Node, ScalarNode

_BRACES = (("{{", "}}"), ("{%", "%}"))
_TAG = "tag:yaml.org,2002:"
_LARGEST = 100_000  # values in a document, each counted as often as aliases repeat it
_VARIABLE = pattern(r"\$(?:\w|\{)")
_SCALARS = ("int", "float", "bool", "timestamp")


class TemplateError(Exception):
    """The file is no pod template. ``row`` and ``column`` are 1-based."""

    def __init__(self, message: str, row: int, column: int) -> None:
        super().__init__(message)
        self.message, self.row, self.column = message, row, column


class RenderedFirst(TemplateError):
    """The template is no YAML before something else has rendered it; ``at`` is its place."""

    def __init__(self, message: str, row: int, column: int, at: Origin) -> None:
        super().__init__(message, row, column)
        self.at = at


@dataclass(frozen=True, slots=True, eq=False)
class Duplicate:
    """A key that stands twice in one mapping: the first is lost."""

    key: str
    first: Origin
    second: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """``value`` is the pod as a mapping with wire names; or with ``of_dags`` what dag-factory makes DAGs of."""

    value: Value
    duplicates: tuple[Duplicate, ...] = ()
    of_dags: bool = False


def _has_expression(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether there is a template's expression or statement; looked for once, however many braces are left open."""
    end = len(text) if end is None else end
    return any(
        (at := text.find(opening, start, end)) >= 0 and text.find(closing, at + 2, end) >= 0
        for opening, closing in _BRACES
    )


def open_template(path: str) -> Template:
    """The pod template in a file. Raises TemplateError, also when the file can't be read."""
    try:
        return read_template(decode(path, _content(path)))
    except CannotDecode as error:
        raise TemplateError(error.message, error.row, error.column) from None


def named_template(path: str) -> Template:
    """The pod template that the settings name. Raises UserError when there is no pod in it."""
    try:
        return open_template(path)
    except TemplateError as error:
        raise UserError(f"pod-template: {path}:{error.row}:{error.column}: {error.message}") from None


def _content(path: str) -> bytes:
    try:
        return read_regular(path, MAX_TEMPLATE)
    except OSError as error:
        raise TemplateError(f"the file can't be read: {error.strerror or error}", 1, 1) from None


def load_template(source: Source) -> Value:
    """The pod of a template file, as ``read_template`` has it. Raises TemplateError."""
    return read_template(source).value


def read_template(source: Source) -> Template:
    """The pod of a template file and its duplicate keys.

    Raises TemplateError when the text is no YAML, holds no document or several, or something else than a pod.
    """
    documents = read_documents(source)
    inline = inline_template(source, documents[0].value) if len(documents) == 1 else None
    if inline is not None:
        return inline
    if len(documents) > 1:
        position = source.lines.position(documents[1].value.origin.span.start)
        message = f"a pod template must be one YAML document, but this file has {len(documents)}"
        raise TemplateError(message, position.row, position.column)
    _refuse_other_kinds(source, documents[0].value)
    return documents[0]


# Where the values of charts have a whole pod template as text: Apache's, Astronomer's, and the community's chart.
_INLINE = (("podTemplate",), ("airflow", "podTemplate"), ("airflow", "kubernetesPodTemplate", "stringOverride"))


def inline_template(source: Source, values: Value) -> Template | None:
    """The pod template that the values of a Helm chart hold as a literal block, or that the chart makes of them; None if
    there is none.

    What is around the block is blanked out, so that every place in it is its place in the file. Raises TemplateError.
    """
    block = _block(values)
    if block is None:
        made = pod_of_values(values)
        return None if made is None else Template(made.pod)
    start = block.origin.span.start + len(block.origin.text.partition("\n")[0])
    end = block.origin.span.end
    text = source.text
    blank = re.sub(r"[^\r\n]", " ", text[:start]), re.sub(r"[^\r\n]", " ", text[end:])
    try:
        return read_template(replace(source, text=f"{blank[0]}{text[start:end]}{blank[1]}"))
    except TemplateError as error:
        if not _has_expression(text, start, end):
            raise
        raise RenderedFirst("Helm renders this pod template first", error.row, error.column, block.origin) from None


def _block(values: Value) -> Value | None:
    for path in _INLINE:
        block = get(values, *path)
        written = block.origin.text if isinstance(block, (Const, Unknown)) else ""
        head, newline, _ = written.partition("\n")
        if isinstance(values, Mapping) and "kind" not in values.entries and head.startswith("|") and newline:
            return block
    return None


class InValues(NamedTuple):
    """Where the values of a chart say which pod template it has, and what they say of it; ``taken`` is empty when they
    hold the template itself."""

    row: int
    taken: tuple[str, ...] = ()


def template_in_values(path: str) -> InValues | None:
    """What the values of a chart in a file say of the chart's pod template; None if there is nothing."""
    try:
        source = decode(path, _content(path))
        documents = read_documents(source)
    except (CannotDecode, TemplateError):
        return None
    if len(documents) != 1:
        return None
    values = documents[0].value
    block = _block(values)
    if block is not None:
        return InValues(source.lines.position(block.origin.span.start).row)
    made = pod_of_values(values)
    return None if made is None else InValues(source.lines.position(made.at.span.start).row, made.taken)


def read_documents(source: Source) -> tuple[Template, ...]:
    """The documents of a file, one at least. Raises TemplateError."""
    _refuse_depth(source)
    try:
        nodes = _compose(source)
        if not nodes:
            raise TemplateError("the template is empty: Airflow would start from an empty pod", 1, 1)
        return tuple(_read(source, node, alone=len(nodes) == 1) for node in nodes)
    except RecursionError:
        raise TemplateError("the YAML is nested too deeply", 1, 1) from None


def _read(source: Source, node: Node, *, alone: bool) -> Template:
    of_dags = alone and _is_for_dag_factory(node)
    reader = _Reader(source, python=alone and _is_for_airflow(node), rendered=not of_dags)
    return Template(reader.value(node), tuple(reader.duplicates), of_dags)


def _is_for_airflow(node: Any) -> bool:
    """Whether Airflow reads a document, and not Kubernetes: a pod, and everything that isn't a Kubernetes object."""
    entries = node.value if node.id == "mapping" else ()
    return all(value.value == "Pod" for key, value in entries if key.value == "kind")


def _is_for_dag_factory(node: Any) -> bool:
    """Whether some key of a document has tasks, as each DAG of dag-factory does, and the document is nothing else."""
    entries = node.value if node.id == "mapping" else ()
    inner = [value.value for key, value in entries if key.value != "default" and value.id == "mapping"]
    if {"kind", "apiVersion", "spec"} & {key.value for key, _ in entries if isinstance(key.value, str)}:
        return False
    return any(name.value in ("tasks", "task_groups") and of.id != "scalar" for one in inner for name, of in one)


def _compose(source: Source) -> list[Node]:
    """The nodes of the documents that aren't empty."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = list(yaml.compose_all(source.text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        raise _yaml_error(source, error) from None
    except yaml.YAMLError as error:
        raise TemplateError(f"this is not valid YAML: {str(error).splitlines()[0]}", 1, 1) from None
    return [node for node in documents if node is not None and node.tag != f"{_TAG}null"]


def _refuse_other_kinds(source: Source, value: Value) -> None:
    if isinstance(value, Unknown):
        return
    position = source.lines.position(value.origin.span.start)
    if not isinstance(value, Mapping):
        raise TemplateError("a pod template must be a mapping with `kind: Pod`", position.row, position.column)
    kind = value.entries.get("kind")
    if isinstance(kind, Const) and isinstance(kind.value, str) and kind.value != "Pod":
        position = source.lines.position(kind.origin.span.start)
        raise TemplateError(f"a pod template must have `kind: Pod`, not `{kind.value}`", position.row, position.column)
    what = other_kind(value)
    if what is not None:
        raise TemplateError(f"this is {what}, not a pod template", position.row, position.column)


def _yaml_error(source: Source, error: Any) -> TemplateError:
    mark = error.problem_mark or error.context_mark
    what = (error.problem or error.context or "unexpected token").strip()
    row, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    hint = ""
    if _has_expression(source.text):
        hint = "; it looks like a Jinja or Helm template, and Airflow doesn't render pod template files"
    return TemplateError(f"this is not valid YAML: {what}{hint}", row, column)


def _error_at(source: Source, node: Node, message: str) -> TemplateError:
    position = source.lines.position(node.start_mark.index)
    return TemplateError(message, position.row, position.column)


def _refuse_depth(source: Source) -> None:
    """Refuse what would exhaust the stack of the composer."""
    too_deep = deep_yaml(source.text)
    if too_deep is not None:
        position = source.lines.position(too_deep)
        raise TemplateError("the YAML is nested too deeply", position.row, position.column)


def executor_in_values(path: str) -> tuple[str, int] | None:
    """The executor that the values of a chart in a file state, and the row."""
    return _stated_in(path, executor_of_values)


def image_in_values(path: str) -> tuple[str, int] | None:
    """The image of workers that the values of a chart in a file state, and the row."""
    return _stated_in(path, image_of_values)


def _stated_in(path: str, read: Callable[[Value], Const | None]) -> tuple[str, int] | None:
    try:
        source = decode(path, _content(path))
        documents = read_documents(source)
    except (CannotDecode, TemplateError):
        return None
    stated = read(documents[0].value) if len(documents) == 1 else None
    return None if stated is None else (stated.value, source.lines.position(stated.origin.span.start).row)


class _Reader:
    """Nodes to values. An anchor's node is read once; one that holds itself is an error.

    ``python`` says that Python's reader reads it. ``rendered`` says that a file with expressions in it may be rendered
    first; where it isn't, texts with Jinja are texts, and environment variables are put in.
    """

    def __init__(self, source: Source, python: bool, rendered: bool = True) -> None:
        self.source = source
        self.python = python
        self.rendered = rendered
        self._sizes: dict[int, int] = {}
        self.duplicates: list[Duplicate] = []
        self._done: dict[int, Value] = {}
        self._open: set[int] = set()

    def value(self, node: Node) -> Value:
        key = id(node)
        if key in self._done:
            return self._done[key]
        if key in self._open:
            raise _error_at(self.source, node, "an anchor contains itself")
        self._open.add(key)
        made = self._done[key] = self._make(node)
        self._open.discard(key)
        self._measure(node)
        return made

    def _measure(self, node: Any) -> None:
        """Refuse a document that aliases blow up: whoever goes over its values goes over each as often as it stands."""
        inner = () if node.id == "scalar" else node.value
        nodes = (each for pair in inner for each in pair) if node.id == "mapping" else inner
        size = self._sizes[id(node)] = 1 + sum(self._sizes.get(id(each), 1) for each in nodes)
        if size > _LARGEST:
            raise _error_at(self.source, node, f"this holds more than {_LARGEST:,} values, aliases counted")

    def _make(self, node: Any) -> Value:
        origin = self._origin(node)
        if not node.tag.startswith(_TAG):
            raise _error_at(self.source, node, f"the tag `{node.tag}` is unknown to Airflow and Kubernetes")
        if node.id == "scalar":
            return self._scalar(node, origin)
        if self.source.text.startswith("{{", node.start_mark.index):
            return Unknown(Reason.TEMPLATE, origin, origin.text)
        if node.id == "sequence":
            return Items(tuple(self.value(item) for item in node.value), origin)
        return self._mapping(node, origin)

    def _mapping(self, node: MappingNode, origin: Origin) -> Value:
        entries: dict[Any, Value] = {}
        places: dict[Any, Origin] = {}
        merged: list[Mapping] = []
        complete = True
        for key_node, value_node in node.value:
            if key_node.tag == f"{_TAG}merge":
                merged.extend(self._merged(value_node))
                continue
            key = self.value(key_node)
            if isinstance(key, Unknown):
                complete = False
                continue
            if not isinstance(key, Const):
                raise _error_at(self.source, key_node, "a key must be a string")
            name = key.value if isinstance(key.value, str) else key_node.value
            if name in entries:
                self.duplicates.append(Duplicate(name, places[name], key.origin))
            entries[name], places[name] = self.value(value_node), key.origin
        for mapping in merged:
            complete = complete and mapping.complete
            for name, value in mapping.entries.items():
                if name not in entries:
                    entries[name], places[name] = value, mapping.keys[name]
        return Mapping(entries, origin, complete, places)

    def _merged(self, node: Any) -> list[Mapping]:
        """The mappings behind ``<<``: one, or a list of which the first wins."""
        value = self.value(node)
        each = value.items if isinstance(value, Items) else (value,)
        if not all(isinstance(one, Mapping) for one in each):
            raise _error_at(self.source, node, "`<<` needs a mapping or a list of mappings")
        return [one for one in each if isinstance(one, Mapping)]

    def _scalar(self, node: ScalarNode, origin: Origin) -> Value:
        text = node.value
        if self.rendered and _has_expression(text):
            return Unknown(Reason.TEMPLATE, origin, text, "str")
        if not self.rendered and _VARIABLE.search(text):
            return Unknown(Reason.EXTERNAL, origin, text)
        kind = node.tag.removeprefix(_TAG)
        if kind == "null":
            return Const(None, origin)
        if kind in _SCALARS and (self.python or (kind != "timestamp" and ":" not in text)):
            try:
                return Const(_construct(kind, node), origin)
            except (ValueError, KeyError):
                raise _error_at(self.source, node, f"`{text}` is not a {kind}") from None
        return Const(text, origin)

    def _origin(self, node: Any) -> Origin:
        return Origin(self.source, Span(node.start_mark.index, self._end(node)))

    def _end(self, node: Any) -> int:
        """Where a node ends: a block ends with its last entry, not at the next token, and a text before its blanks."""
        text = self.source.text
        start: int = node.start_mark.index
        end: int = node.end_mark.index
        if node.id != "scalar" and not node.flow_style and node.value:
            last = node.value[-1]
            last = last[1] if isinstance(last, tuple) else last
            # An alias's node stands elsewhere; then the end of the block itself has to do.
            if start <= last.start_mark.index < end:
                return self._end(last)
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        return end


def _construct(kind: str, node: ScalarNode) -> int | float | bool | date:
    from yaml.constructor import SafeConstructor

    made: int | float | bool | date = getattr(SafeConstructor(), f"construct_yaml_{kind}")(node)
    return made
