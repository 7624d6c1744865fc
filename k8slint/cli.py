"""The commands, made with click from the table of options: help, errors and everything that isn't a plain check."""

from __future__ import annotations

from typing import Any

import click

from k8slint import __version__, check
from k8slint.options import OPTIONS, Given, Option, split, takes_value


def cli() -> int:
    """Run the command line through click; the exit code. click itself exits for help (0) and wrong usage (2)."""
    result = _group().main(prog_name="k8slint", standalone_mode=True)
    return int(result or 0)


def _group() -> click.Group:
    group = click.Group("k8slint", help=GROUP_HELP, context_settings={"help_option_names": ["-h", "--help"]})
    group.params.append(click.version_option(__version__, prog_name="k8slint")(lambda: None).__click_params__[0])  # type: ignore[attr-defined]
    group.add_command(_check_command())
    return group


GROUP_HELP = """Judge the worker pods in Airflow DAGs before the cluster does.

k8slint finds every executor_config, pod_override and V1Pod in Python files, works out the pod, and says what Airflow
and Kubernetes will make of it."""

CHECK_HELP = """Judge DAG files, folders of them, and pod templates (.yaml).

Exits with 0 when nothing is wrong, 1 when something was found, 2 for wrong usage or settings, 3 for an internal error.
Findings of severity info are shown and don't count."""


def _check_command() -> click.Command:
    params: list[click.Parameter] = [_parameter(option) for option in OPTIONS if option.flags]
    params.append(click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."))
    return click.Command("check", params=params, callback=_check, help=CHECK_HELP, short_help="Judge DAG files.")


def _parameter(option: Option) -> click.Option:
    name = option.key.replace("-", "_")
    kinds: dict[str, Any] = {"number": click.IntRange(min=0), "choice": click.Choice(option.choices)}
    spelled = [name, *option.flags]
    if not takes_value(option):
        if option.negative:
            yes = "" if option.default is True else option.flags[0]
            spelled = [name, f"{yes}/{option.negative}"]
        return click.Option(spelled, is_flag=True, default=None, help=option.help)
    many = option.kind in ("list", "paths")
    kind = kinds.get(option.kind, click.STRING)
    return click.Option(
        spelled, type=kind, multiple=many, default=None, metavar=option.metavar or None, help=option.help
    )


def _check(**values: Any) -> None:
    given: Given = {"paths": values.pop("paths")}
    for option in OPTIONS:
        value = values.get(option.key.replace("-", "_"))
        if value is None or value == ():
            continue
        many = option.kind in ("list", "paths")
        given[option.key] = tuple(item for text in value for item in split(option, text)) if many else value
    click.get_current_context().exit(check.check(given))
