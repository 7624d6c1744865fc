"""Lists the unknown values in checked pods, for ``--show-unknown``.

An unknown start_date is of no interest to anybody; an unknown memory limit is, and so is a function that was given up.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.pods.launched import POD_ARGUMENTS, launches_pods
from k8slint.airflow.pods.sites import Kind, Site, is_operator
from k8slint.airflow.secret import read_secret
from k8slint.evaluate.values import Choice, Instance, Items, Mapping, Model, Origin, Reason, Unknown, Value
from k8slint.kube.known import every_leaf_known, structure_known

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.settings.targets import Version

# Arguments of every operator that rules look at, or that a site may come from.
_OPERATOR_ARGUMENTS = ("executor_config", "default_args", "trigger_rule")


def gaps(evaluation: Evaluation, sites: Iterable[Site]) -> tuple[Unknown, ...]:
    """Each unknown in an executor_config, a pod, a model, a Secret or an argument that rules look at, once for each place
    and reason; and what was given up, so that what it may hold was not looked at."""
    judged: list[Value] = [site.value for site in sites if site.kind is not Kind.OPERATOR]
    found: list[Unknown] = list(evaluation.missed)
    said: set[int] = set()  # nodes of the calls whose unpacked arguments are listed: what they made needs no mention
    for call in evaluation.calls:
        values, open_ended = _looked_at(call)
        judged += values
        if open_ended and not call.complete:
            found.append(_unpacked(call))
            said.add(id(call.origin.node))
    found += (each for each in _unknowns(judged) if each.reason is not Reason.SPLAT or id(each.origin.node) not in said)
    places = {(id(each.origin.node), each.reason): each for each in reversed(found)}
    return tuple(reversed(places.values()))


def _looked_at(call: CallRecord) -> tuple[list[Value], bool]:
    """The arguments of a call that are judged, and whether more of them might matter, were they known."""
    if call.qualified_name.startswith("kubernetes.client.") or read_secret(call) is not None:
        return [*call.positional, *call.keywords.values()], True
    names: Iterable[str] = ()
    if launches_pods(call):
        names = (*_OPERATOR_ARGUMENTS, *(name for name in call.keywords if name in POD_ARGUMENTS))
    elif is_operator(call):
        names = _OPERATOR_ARGUMENTS
    values = [call.keywords[name] for name in names if name in call.keywords]
    values = [value for value in values if not _is_member(value)]
    # What default_args holds beside sites isn't judged.
    defaults = call.keywords.get("default_args")
    if isinstance(defaults, Mapping):
        values = [value for value in values if value is not defaults]
        values += [Mapping({}, defaults.origin, defaults.complete, why=defaults.why)]
    return values, bool(names) and "task_id" in call.keywords


def _is_member(value: Value) -> bool:
    """``TriggerRule.ALL_DONE``: not read, but its name says all."""
    return isinstance(value, Unknown) and value.reason is Reason.IMPORT and value.detail.startswith("airflow.")


def _unpacked(call: CallRecord) -> Unknown:
    """The ``**kwargs`` whose keywords aren't known; the call where it isn't certain which."""
    node = call.origin.node
    given: list[ast.expr] = []
    if isinstance(node, ast.Call):
        given = [argument for argument in node.args if isinstance(argument, ast.Starred)]
        given += [keyword.value for keyword in node.keywords if keyword.arg is None]
    origin = Origin(call.origin.source, given[0]) if len(given) == 1 else call.origin
    return Unknown(Reason.SPLAT, origin)


def _unknowns(values: Iterable[Value]) -> Iterator[Unknown]:
    """The unknowns in some values, in the order in which they stand there; each value is looked into once."""
    seen: set[int] = set()
    todo = list(values)[::-1]
    while todo:
        value = todo.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        match value:
            case Unknown():
                yield value
            case Choice(options=options):
                todo += [option for _, option in reversed(options)]
            case Items(items=items):
                todo += reversed(items)
            case Mapping(entries=entries, complete=complete) | Model(fields=entries, complete=complete):
                if not complete:
                    yield Unknown(value.why or Reason.SPLAT, value.origin)
                if isinstance(value, Model):
                    todo += reversed(value.positional)
                todo += [*entries.values()][::-1]
            case Instance(fields=entries):
                todo += [*entries.values()][::-1]
            case _:
                pass


def understood(sites: tuple[Site, ...], client: Version) -> dict[str, int]:
    """How many uses of an executor_config are known: in structure (keys, models, lists), and to the last leaf.

    One with several variants is known when all of them are.
    """
    variants: dict[tuple[object, ...], list[Site]] = {}
    for site in sites:
        if site.kind is Kind.EXECUTOR_CONFIG and site.uses:
            variants.setdefault((site.kind, site.origin.source.path, site.origin.span), []).append(site)
    counts = {"executor configs": 0, "structure known": 0, "every leaf known": 0}
    for group in variants.values():
        uses = max(len(site.uses) for site in group)
        counts["executor configs"] += uses
        counts["structure known"] += uses * all(structure_known(site.value, client) for site in group)
        counts["every leaf known"] += uses * all(every_leaf_known(site.value) for site in group)
    return counts
