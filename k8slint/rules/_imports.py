"""Shared by the rules on imports: messages, severities and fixes."""

from __future__ import annotations

import re

from k8slint.airflow.moves.imports import Outdated, dead_imports
from k8slint.airflow.moves.rows import PACKAGE_NAMES, Change, Since
from k8slint.airflow.moves.table import only_importable
from k8slint.airflow.moves.table.legacy import HELPER_MODELS, HELPER_MODULES
from k8slint.evaluate.values import Origin
from k8slint.finding import Fix, Severity
from k8slint.rules._base import SAFE, UNSAFE, WARNING, Context, Needles
from k8slint.settings.targets import PROVIDERS, Targets, at_least
from k8slint.source.bindings import GuardKind

_MODULES = sorted({name.rpartition(".")[2] for name in only_importable.ONLY_IMPORTABLE})
_ATTRIBUTE = rf"\.(?:{'|'.join(_MODULES)})\s*\.\s*\w"


def outdated_imports(context: Context) -> tuple[Outdated, ...]:
    """The imports and uses of what moved; none if the text of the file says that nothing of it can have moved."""
    source, targets = context.evaluation.source, context.targets
    if context.names_moved or (at_least(targets.airflow, (3, 0)) and re.search(_ATTRIBUTE, source.text)):
        return dead_imports(context.evaluation.tree, targets)
    return ()


def needles_of_attributes(targets: Targets) -> Needles:
    """The imports behind which a module may stand that can only be imported: ``airflow.hooks.base``."""
    if not at_least(targets.airflow, (3, 0)):
        return frozenset()
    packages = {package.removeprefix("airflow.").encode() for package in only_importable.PACKAGES}
    return frozenset({(b"import airflow",), *((b"airflow import %b" % package,) for package in packages)})


def shape_of_attributes(row: tuple[bytes, ...]) -> bytes:
    """The attribute that such a module is, for a row of ``needles_of_attributes``."""
    return _ATTRIBUTE.encode()


def origin(outdated: Outdated, context: Context) -> Origin:
    """The place of the finding."""
    return Origin(context.evaluation.source, outdated.node)


def severity(outdated: Outdated, context: Context) -> Severity | None:
    """WARNING if nothing breaks at run time, or if the version in which it breaks is only assumed; None: the rule's own."""
    package, targets = outdated.verdict.since.package, context.targets
    assumed = not outdated.verdict.certain and package == "provider"
    unstated = package.startswith(PROVIDERS) and not dict(targets.distributions).get(package)
    return WARNING if _only_for_types(outdated, context) or assumed or unstated else None


def _only_for_types(outdated: Outdated, context: Context) -> bool:
    """Whether nothing but a type checker reads it: a stub is never run."""
    return outdated.only_for_types or context.evaluation.source.path.endswith(".pyi")


def gone(since: Since) -> str:
    """``was removed in Airflow 3.0``, or ``never existed``."""
    return f"was removed in {since}" if since.version else "never existed"


def problem(outdated: Outdated, context: Context) -> str:
    """What is wrong with an import or a use, and the effect on its file."""
    module, since = outdated.only_importable, outdated.verdict.since
    if not module:
        return f"`{outdated.old}` {gone(since)}, {consequence(outdated, context)}"
    effect = "this line fails" if outdated.use is not None else "code that uses it by this name fails"
    return f"`{module}` isn't an attribute of `{module.rpartition('.')[0]}` since {since}, so {effect}"


def consequence(outdated: Outdated, context: Context) -> str:
    """The effect of an outdated import on its file."""
    if _only_for_types(outdated, context):
        return "so type checkers don't know it"
    if outdated.use is not None:
        return "so this line fails"
    if outdated.imported.guarded_by(GuardKind.TRY):
        return "so the rest of this `try` doesn't run"
    if outdated.imported.scope.parent is not None:
        return "so this import fails when it runs"
    return "so importing this file fails"


def advice(outdated: Outdated) -> str:
    """What to write instead."""
    place, imported = outdated.verdict.place, outdated.imported
    if place is None:
        return outdated.verdict.move.advice or "there is no replacement"
    if not outdated.can_move and not outdated.verdict.move.recorded:
        return f"look for `{place.name}` in `{place.module}`"
    if outdated.verdict.change is Change.SHAPE:
        return f"use `{place.dotted}`: {outdated.verdict.move.advice or 'it works differently, so rewrite its uses'}"
    if place.name is None:
        text = f"import `{place.module}`"
    elif "." in place.name:
        text = f"call `{place.name}` from `{place.module}`"
    else:
        same = imported.name == place.name or imported.name == "*"
        text = f"import `{place.name}` from `{place.module}`"
        text += "" if same or imported.name is None else f" instead of `{imported.name}`"
    if place.package not in PACKAGE_NAMES:
        text += f" (in the package {place.package})"
    return text


def fix_for(outdated: Outdated, context: Context) -> Fix | None:
    """The fix that moves the import."""
    from k8slint.edits.moved import repair

    found = repair(outdated, context.evaluation, context.targets)
    return Fix(found.title, found.edits, SAFE if found.safe else UNSAFE) if found else None


def fix_for_removed(outdated: Outdated, context: Context) -> Fix | None:
    """The fix that removes the import, if that is certain to work."""
    from k8slint.edits.moved import replacement

    found = replacement(outdated, context.evaluation, context.targets)
    return Fix(found.title, found.edits, SAFE if found.safe else UNSAFE) if found else None


def brings_helpers(outdated: Outdated, context: Context) -> bool:
    """Whether an outdated import is one of Airflow's classes for parts of a pod, or of a module for their sake."""
    if outdated.old not in HELPER_MODELS and outdated.old not in HELPER_MODULES:
        return False
    from k8slint.edits.classes import brings_helpers

    return brings_helpers(outdated, context.evaluation.tree)
