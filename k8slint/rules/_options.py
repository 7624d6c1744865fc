"""Shared by the rules on options of Airflow's configuration: settings, messages and fixes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from k8slint.airflow.moves.names import Status
from k8slint.airflow.moves.options import Option, OptionChange, change_of
from k8slint.evaluate.values import Origin
from k8slint.settings.targets import format_version

if TYPE_CHECKING:
    from k8slint.rules._base import Context, Fix
    from k8slint.source.airflow_config import Setting


class OutdatedSetting(NamedTuple):
    """A setting and the change of its option."""

    setting: Setting
    change: OptionChange
    at: Origin
    written: str  # as people write it


def outdated_settings(context: Context, status: Status, moved: bool) -> Iterator[OutdatedSetting]:
    """The settings of a file whose options setting_change (or will go), with another name or without."""
    for setting in context.settings:
        found = setting_change(setting, context)
        if found is not None and found.status is status and (found.place is not None) is moved:
            written = setting.variable or f"[{setting.section}] {setting.option}"
            yield OutdatedSetting(setting, found, Origin(context.evaluation.source, setting.name), written)


def setting_change(setting: Setting, context: Context) -> OptionChange | None:
    """How the option of a setting changed; None if it is unchanged."""
    if not setting.section or (setting.variable is not None and setting.variable != setting.variable.upper()):
        return None
    return change_of(Option(setting.section.lower(), setting.option), context.targets)


def place_shown(each: OutdatedSetting) -> str:
    """The new name as the file would write it."""
    place = each.change.place
    assert place is not None
    return str(place) if each.setting.variable is None else place.variable


def airflow_of(context: Context) -> str:
    return f"Airflow {format_version(context.targets.airflow)}"


def fix(each: OutdatedSetting, context: Context) -> Fix | None:
    """The fix that gives it its new name."""
    if not each.change.same:
        return None
    from k8slint.edits.options import rename

    return rename(
        each.setting,
        partial(_new_name, context, each.change.status),
        context.settings,
        context.evaluation.source,
        context.mentioned(each.setting),
    )


def _new_name(context: Context, status: Status, setting: Setting) -> Option | None:
    found = setting_change(setting, context)
    return found.place if found is not None and found.status is status and found.same else None
