"""Airflow's options in the values of a Helm chart: `config` and `env` of Apache's chart, alone or inside another one as
Astronomer's is, and `config` and `extraEnv` of the community's chart."""

from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Value, get
from k8slint.kube.charts import OF_APACHE, OF_COMMUNITY
from k8slint.source.airflow_config import Setting
from k8slint.source.text import Span

_PREFIX = "AIRFLOW__"
_OF_EVERY_COMPONENT = ("env", "extraEnv")
_COMPONENTS = ("apiServer", "dagProcessor", "scheduler", "triggerer", "webserver", "workers")


def options_of(values: Value) -> Iterator[Setting]:
    """The options that a chart's values set, in the order of the charts' own documentation; none of other files."""
    if not isinstance(values, Mapping) or "kind" in values.entries:
        return
    inner = (value for value in values.entries.values() if isinstance(value, Mapping))
    for chart in (values, *inner):
        own = chart.entries.get("airflow")
        if isinstance(own, Mapping) and OF_COMMUNITY & own.entries.keys() and not OF_APACHE & own.entries.keys():
            yield from _variables_of(get(own, "config"))
            yield from _listed(get(own, "extraEnv"))
        elif "executor" in chart.entries and OF_APACHE & chart.entries.keys():
            yield from _sections(get(chart, "config"))
            for name in _OF_EVERY_COMPONENT:
                yield from _listed(get(chart, name))
            for component in _COMPONENTS:
                yield from _listed(get(chart, component, "env"))


def _sections(config: Value) -> Iterator[Setting]:
    """`config: {core: {dags_folder: ...}}`. The header is the key of a section all of whose options are known."""
    for section, options in config.entries.items() if isinstance(config, Mapping) else ():
        if not isinstance(options, Mapping) or not isinstance(section, str) or not isinstance(config, Mapping):
            continue
        places = {option: _name_at(options.keys.get(option), option) for option in options.entries}
        whole = options.complete and all(place is not None for place in places.values())
        header = _name_at(config.keys.get(section), section) if whole else None
        for option, value in options.entries.items():
            place = places[option]
            if place is not None:
                yield Setting(section.lower(), option.lower(), place, value.origin.span, None, header)


def _variables_of(config: Value) -> Iterator[Setting]:
    """`config: {AIRFLOW__CORE__DAGS_FOLDER: ...}`."""
    for name, value in config.entries.items() if isinstance(config, Mapping) else ():
        place = _name_at(config.keys.get(name), name) if isinstance(config, Mapping) else None
        if place is not None:
            yield from _variable(name, place, value)


def _listed(env: Value) -> Iterator[Setting]:
    """`env: [{name: AIRFLOW__CORE__DAGS_FOLDER, value: ...}]`."""
    for item in env.items if isinstance(env, Items) else ():
        name = get(item, "name")
        if isinstance(name, Const) and isinstance(name.value, str):
            place = _name_at(name.origin, name.value)
            if place is not None:
                yield from _variable(name.value, place, item)


def _variable(name: str, place: Span, value: Value) -> Iterator[Setting]:
    section, separator, option = name.removeprefix(_PREFIX).partition("__")
    if name.startswith(_PREFIX) and separator and section and option:
        yield Setting(section.lower(), option.lower(), place, value.origin.span, name)


def _name_at(origin: Origin | None, name: object) -> Span | None:
    """Where a name is written, without quotes; None if it isn't written as it is."""
    if origin is None or not isinstance(name, str):
        return None
    start = origin.text.find(name)
    first = origin.span.start + start
    return Span(first, first + len(name)) if start >= 0 else None
