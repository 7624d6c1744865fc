"""Edits that rename a name of the task context."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from k8slint.airflow.moves.context import PROSE, WENT, Kind, Mention
from k8slint.airflow.moves.table.context import REMOVED
from k8slint.dataclass import replace
from k8slint.edits.arguments import span
from k8slint.edits.texts import Way, places_of
from k8slint.finding import Applicability, Edit, Fix
from k8slint.source.nodes import nodes_of, parents_of
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_AS_WRITTEN = PROSE | {"dag_id", "task_id", "group_id", "tags", "key"}


def fix_mention(mention: Mention, evaluation: Evaluation) -> Fix | None:
    """The fix for one reading of a dropped name; None when nothing has the same value or a person must choose."""
    if mention.kind is Kind.EVENT or (mention.kind is Kind.PARAMETER and mention.function is None):
        return None
    if mention.kind is Kind.TEMPLATE:
        fix = _template_fix(mention.name, mention.place, mention.whole)
        only_here = mention.text is None or not _is_more_than_a_template(mention.text, evaluation)
    elif mention.kind is Kind.PARAMETER and mention.function is not None:
        return _parameter_fix(mention.function, mention.name, evaluation)
    else:
        attribute = mention.kind is Kind.ATTRIBUTE
        fix = _attribute_fix(mention, evaluation) if attribute else _key_fix(mention.name, mention.place, evaluation)
        only_here = mention.within is None or not _gets_something_else(mention.within, mention.name, evaluation)
    return fix if fix is None or only_here else replace(fix, applicability=Applicability.UNSAFE)


def _is_more_than_a_template(text: ast.expr, evaluation: Evaluation) -> bool:
    """Whether the text of a template is compared, looked up by, or shown as it is, in another place of the file."""
    return any(
        place.way in (Way.COMPARED, Way.OTHER) or (place.way is Way.ARGUMENT and place.name in _AS_WRITTEN)
        for place in places_of(text, evaluation)
    )


def _gets_something_else(function: Function, name: str, evaluation: Evaluation) -> bool:
    """Whether a call in the file may give a function its own dict in the place of a context, or the name itself."""
    if isinstance(function, ast.Lambda):
        return False
    arguments = function.args
    one = [*arguments.posonlyargs, *arguments.args]
    takes_one = bool(one) and (arguments.kwarg is None or one[0].arg in ("self", "context"))
    for call in nodes_of(evaluation.tree):
        if not isinstance(call, ast.Call) or _last(call.func) != function.name:
            continue
        given = [*call.args, *(each.value for each in call.keywords)] if takes_one else []
        given += [each.value for each in call.keywords if each.arg in (None, name)]
        if any(not _is_passed_on(each, evaluation) for each in given):
            return True
    return False


def _is_passed_on(value: ast.expr, evaluation: Evaluation) -> bool:
    """Whether a value is a parameter of the function around it: the context that this one got itself."""
    parents = parents_of(evaluation.tree)
    around = parents.get(value)
    while around is not None and not isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        around = parents.get(around)
    if around is None or not isinstance(value, ast.Name):
        return False
    arguments = around.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return any(each is not None and each.arg == value.id for each in every)


def _last(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _template_fix(name: str, place: Span, whole: bool) -> Fix | None:
    new = WENT[name]
    anywhere = new.template.replace(".", "_").isidentifier()  # what has a filter or a call may bind otherwise
    if not anywhere and not (new.template and whole):
        return None
    safety = Applicability.SAFE if new.same else Applicability.UNSAFE
    return Fix(f"write `{new.template}`", (Edit(place, new.template),), safety)


def _attribute_fix(mention: Mention, evaluation: Evaluation) -> Fix | None:
    """The run still has the date; the task's instance has it no more, but the context which it came from does."""
    owner = mention.owner
    assert owner is not None
    if not mention.name.endswith(".execution_date"):
        return None
    if mention.name.startswith("dag_run."):
        place = Span(mention.place.end - len("execution_date"), mention.place.end)
        return _same("read `logical_date`", place, "execution_date", "logical_date", evaluation)
    if not isinstance(owner, ast.Subscript):
        return None
    key = span(evaluation.source, owner.slice)
    text = evaluation.source.text
    quote = text[key.start]
    if text[key.start : key.end] != f"{quote}{mention.name.partition('.')[0]}{quote}":
        return None
    new = f"{text[mention.place.start : key.start]}{quote}logical_date{quote}]"
    return Fix("read `logical_date` of the context", (Edit(mention.place, new),), Applicability.SAFE)


def _same(title: str, place: Span, old: str, new: str, evaluation: Evaluation) -> Fix | None:
    if evaluation.source.text[place.start : place.end] != old:
        return None
    return Fix(title, (Edit(place, new),), Applicability.SAFE)


def _key_fix(name: str, place: Span, evaluation: Evaluation) -> Fix | None:
    new, text = REMOVED[name], evaluation.source.text[place.start : place.end]
    if new.key is None or text[1:-1] != name:
        return None
    safety = Applicability.SAFE if new.same else Applicability.UNSAFE
    return Fix(f"read `{new.key}`", (Edit(place, f"{text[0]}{new.key}{text[0]}"),), safety)


def _parameter_fix(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str, evaluation: Evaluation) -> Fix | None:
    """Rename a parameter and all that reads it; None when somebody may pass it by its name, or the name is taken."""
    new = REMOVED[name].key
    if new is None or not REMOVED[name].same:
        return None
    own = {each for each in ast.walk(function) if isinstance(each, ast.Name | ast.arg)}
    if any((each.id if isinstance(each, ast.Name) else each.arg) == new for each in own):
        return None
    for node in nodes_of(evaluation.tree):
        inner = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef)
        if inner and node is not function and any(each is node for each in ast.walk(function)):
            return None  # an inner function may have a name of its own
        if isinstance(node, ast.keyword) and node.arg == name:
            return None
        if isinstance(node, ast.Name) and node.id == "locals":
            return None
    edits = []
    for each in own:
        if (each.id if isinstance(each, ast.Name) else each.arg) == name:
            start = span(evaluation.source, each).start
            edits.append(Edit(Span(start, start + len(name)), new))
    return Fix(f"rename it to `{new}`", tuple(sorted(edits)), Applicability.SAFE)
