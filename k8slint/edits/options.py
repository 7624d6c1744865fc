"""Edits that rename an option of Airflow's configuration in the file that sets it.

A variable is renamed where it stands. In ``airflow.cfg`` an option that went to another section moves there, with the
comments right above it; where all that a section sets goes to one that the file lacks, its header is renamed. In the
values of a chart only the latter is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from k8slint.finding import Applicability, Edit, Fix
from k8slint.source.airflow_config import Setting, has_section, variables_read
from k8slint.source.text import Source, Span

if TYPE_CHECKING:
    from k8slint.airflow.moves.options import Option

Place = Callable[[Setting], "Option | None"]


def rename(setting: Setting, place_of: Place, settings: Sequence[Setting], source: Source, others: bool) -> Fix | None:
    """The fix for one setting; ``place_of`` tells the new name of any, ``others`` whether another file of the project speaks
    of the old one. None where the file sets the new name as well, or refers to the old one."""
    place = place_of(setting)
    if place is None or _sets(settings, place):
        return None
    if setting.variable is not None and setting.variable in variables_read(source.text):
        return None
    safety = Applicability.UNSAFE if others else Applicability.SAFE
    if setting.variable is not None:
        return Fix(f"write `{place.variable}`", (Edit(setting.name, place.variable),), safety)
    if place.section == setting.section.lower():
        return Fix(f"write `{place.name}`", (Edit(setting.name, place.name),), safety)
    if setting.header is None:
        return None  # in the values of a chart, where not all of a section is known
    if (edits := _moved(setting, place.section, place_of, settings, source)) is None:
        return None
    return Fix(f"move it to `[{place.section}]`", edits, safety)


def _sets(settings: Sequence[Setting], place: Option) -> bool:
    return any((each.section.lower(), each.option) == (place.section, place.name) for each in settings)


def _moved(
    setting: Setting, section: str, place_of: Place, settings: Sequence[Setting], source: Source
) -> tuple[Edit, ...] | None:
    """The edits for all that goes from the setting's section to the other one: they can only be made together."""
    mine = [each for each in settings if each.header == setting.header]
    places = {each: place_of(each) for each in mine}
    going = [each for each, place in places.items() if place is not None and place.section == section]
    if any(_sets(settings, place) for each in going if (place := places[each]) is not None):
        return None
    target = [each for each in settings if each.section == section]
    header = setting.header
    if header is None:
        return None
    of_chart = source.path.endswith((".yaml", ".yml"))
    if of_chart and (len(going) < len(mine) or target or not _may_rename(setting.section, section, source)):
        return None
    if len(going) == len(mine) and not target and not has_section(source, section):
        names = [Edit(each.name, place.name) for each in going if (place := places[each]) and place.name != each.option]
        return (Edit(header, section), *names)
    text = source.text
    newline = "\r\n" if "\r\n" in text else "\n"
    blocks, cuts = [], []
    for each in going:
        place = places[each]
        block = _block(each, source)
        at = each.name.start - block.start
        name = place.name if place is not None and place.name != each.option else text[each.name.start : each.name.end]
        whole = text[block.start : block.end]
        whole = whole[:at] + name + whole[at + each.name.end - each.name.start :]
        blocks.append(whole if whole.endswith("\n") else whole + newline)
        cuts.append(Edit(block, ""))
    if target:
        end = _block(target[-1], source).end
        before = "" if text[:end].endswith(("\n", "\r")) else newline
        return (*cuts, Edit(Span(end, end), before + "".join(blocks)))
    end = len(text)
    before = newline if text.endswith(("\n", "\r")) else newline * 2
    return (*cuts, Edit(Span(end, end), f"{before}[{section}]{newline}{''.join(blocks)}"))


def _may_rename(old: str, new: str, source: Source) -> bool:
    """Whether a section of a chart's values may get another name: nothing in the file has that one, or refers to the old."""
    has_new = re.search(rf"""["']?\b{re.escape(new)}\b["']?\s*:""", source.text)
    return not has_new and not re.search(rf"\bconfig\.{re.escape(old)}\b", source.text)


def _block(setting: Setting, source: Source) -> Span:
    """The lines of a setting, with the comments right above it."""
    lines = source.lines
    first, last = lines.position(setting.name.start).row, lines.position(setting.value.end).row
    while first > 1 and lines.line(first - 1).lstrip()[:1] in ("#", ";") and lines.line(first - 1).strip():
        first -= 1
    return Span(lines.start(first), lines.start(last + 1))
