"""The click commands, made from the table of options: help, usage errors, and all commands but a plain check."""

from __future__ import annotations

import sys
from io import StringIO
from typing import Any, NoReturn

import click

from k8slint.cli import check
from k8slint.cli.output import WRONG_USAGE, drop_output, say
from k8slint.settings.errors import did_you_mean
from k8slint.settings.options import MAX_NUMBER, OPTIONS, REPEATED, VERSIONS, Given, Option, split, takes_value
from k8slint.version import __version__


def cli(arguments: list[str]) -> NoReturn:
    """Run the command line through click, which exits: 0 after help, 2 for wrong usage, else with the run's code."""
    try:
        code = group().main(arguments, prog_name="k8slint", standalone_mode=False)
    except click.ClickException as error:  # what the command line has goes to the terminal, too
        told = StringIO()
        error.show(told)
        for line in told.getvalue().split("\n")[:-1]:
            say(line)
        code = error.exit_code
    except click.Abort:
        code = 1
    except OSError as error:  # of what click itself prints: help, a version, a rule
        drop_output()
        say(f"Error: the text can't be written: {error.strerror or error}")
        code = WRONG_USAGE
    sys.exit(code if isinstance(code, int) else 0)


def group() -> click.Group:
    commands = click.Group("k8slint", help=GROUP_HELP, context_settings={"help_option_names": ["-h", "--help"]})
    click.version_option(__version__, prog_name="k8slint")(commands)
    commands.add_command(_check_command())
    commands.add_command(_config_command())
    commands.add_command(_rule_command())
    commands.add_command(_render_command())
    commands.add_command(_report_command())
    commands.add_command(_baseline_command())
    commands.add_command(_inventory_command())
    commands.add_command(_verify_command())
    commands.add_command(_server_command())
    commands.add_command(_bug_report_command())
    return commands


GROUP_HELP = """Check the worker pods of Airflow DAGs for mistakes that Airflow or Kubernetes would reject.

k8slint finds every executor_config, pod_override and V1Pod in Python files, evaluates the pods without importing the
files, and reports what Airflow and Kubernetes will reject."""

CHECK_HELP = """Check DAG files, folders of DAG files, and pod templates (.yaml).

Exit codes: 0 no findings, 1 findings, 2 wrong usage or settings, 3 internal error. Findings of severity info don't
fail the run."""


class _Check(click.Command):
    """An option whose value may be left out takes it behind an equals sign only: what follows it is a path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = {flag: option for option in OPTIONS for flag in option.flags}
        words = iter(args)
        spelled: list[str] = []
        for word in words:
            option = options.get(word)
            if option is None or not takes_value(option):
                spelled.append(word)
            elif option.kind == "reason":
                spelled.append(f"{word}=")
            else:
                spelled += [word, *([value] if (value := next(words, None)) is not None else [])]
            if word == "--":
                spelled += words
        return super().parse_args(ctx, spelled)


def _check_command() -> click.Command:
    params: list[click.Parameter] = [_parameter(option) for option in OPTIONS if option.flags]
    params.append(click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."))
    return _Check("check", params=params, callback=_check, help=CHECK_HELP, short_help="Check DAG files.")


def _output_option() -> click.Option:
    """``-o FILE``; without it, or with ``-``, standard output."""
    return click.Option(
        ["-o", "--output"],
        metavar="FILE",
        callback=lambda context, parameter, value: None if value == "-" else value,
        help="Write to this file instead of standard output (`-`).",
    )


def _parameter(option: Option) -> click.Option:
    name = option.key.replace("-", "_")
    kinds: dict[str, Any] = {"number": click.IntRange(0, MAX_NUMBER), "choice": click.Choice(option.choices)}
    spelled = [name, *option.flags]
    if not takes_value(option):
        if option.negative:
            spelled = [name, f"{option.flags[0]}/{option.negative}"]
        return click.Option(spelled, is_flag=True, default=None, help=option.help)
    many = option.kind in REPEATED
    kind = kinds.get(option.kind, click.STRING)
    return click.Option(
        spelled, type=kind, multiple=many, default=None, metavar=option.metavar or None, help=option.help
    )


def _check(**values: Any) -> None:
    click.get_current_context().exit(check.check(given_by(values)))


def given_by(values: dict[str, Any]) -> Given:
    """What click made of a command line, as ``options.read_plain`` would say it."""
    given: Given = {"paths": values["paths"]}
    for option in OPTIONS:
        value = values.get(option.key.replace("-", "_"))
        if value is None or value == ():
            continue
        many = option.kind in REPEATED
        given[option.key] = tuple(item for text in value for item in split(option, text)) if many else value
    return given


CONFIG_HELP = """Show the effective settings and the source of each: a settings file and line, an option, a default, or a file of
the project. For a single file, show the versions that it is checked for.

The output is a valid settings file; paths in it are relative to the current folder. With --schema, print the JSON
schema of the settings instead, for editors and CI."""


def _config_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."),
        click.Option(
            ["form", "--output-format"], type=click.Choice(["text", "json"]), default="text", show_default=True,
            help="Output format.",
        ),
        click.Option(["schema", "--schema"], is_flag=True, help="Print the JSON schema of the settings."),
        *(_parameter(option) for option in OPTIONS if option.flags and _is_shown(option)),
    ]  # fmt: skip
    return click.Command("config", params=params, callback=_config, help=CONFIG_HELP, short_help="Show the settings.")


def _is_shown(option: Option) -> bool:
    """Whether an option says something of the settings."""
    return option.key != "output-format" and (option.in_settings or option.key in ("config", "isolated"))


def _config(form: str, schema: bool, **values: Any) -> None:
    from k8slint.cli import config

    context = click.get_current_context()
    context.exit(config.show_schema() if schema else config.show_settings(given_by(values), form))


RULE_HELP = """Explain a rule, given its code or name; with --all, every rule."""


def _rule_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(["wanted"], nargs=-1, metavar="[CODE|NAME]..."),
        click.Option(["everything", "--all"], is_flag=True, help="Show every rule."),
        click.Option(
            ["form", "--output-format"], type=click.Choice(["text", "json", "markdown"]), default="text",
            show_default=True, help="Output format.",
        ),
    ]  # fmt: skip
    return click.Command("rule", params=params, callback=_rule, help=RULE_HELP, short_help="Explain a rule.")


def _rule(wanted: tuple[str, ...], everything: bool, form: str) -> None:
    from k8slint.cli import explain

    if not wanted and not everything:
        raise click.UsageError("Name a rule, or use --all.")
    for word in wanted:
        if not explain.find(word):
            raise click.UsageError(f"There is no rule {word}{did_you_mean(word, explain.names())}")
    rules = [rule for word in wanted for rule in explain.find(word)] or list(explain.find(""))
    if form == "markdown":
        click.echo("".join(explain.as_page()) if everything else "\n".join(map(explain.as_markdown, rules)), nl=False)
    elif form == "json":
        import json

        rows = [explain.as_row(rule) for rule in rules]
        click.echo(json.dumps(rows if len(rows) != 1 else rows[0], indent=2))
    else:
        click.echo("\n".join(explain.as_text(rule) for rule in rules), nl=False)


RENDER_HELP = """Show the pods of the tasks in DAG files: worker pods, as Airflow merges them from the pod template and
executor_config, and the pods that operators launch. For a pod template (.yaml), show the worker pod made from it.

Values that are known only when the file runs are omitted and listed in comments, so the output is valid YAML for other
tools."""

RENDER_OPTIONS = frozenset(
    {
        "pod-template",
        "local-settings",
        "src",
        "external-defaults",
        "config",
        "isolated",
        *(f"{name}-version" for name in VERSIONS),
    }
)


def _render_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."),
        click.Option(["--task"], metavar="ID", help="Show only the task with this id."),
        click.Option(["--dag"], metavar="ID", help="Show only the tasks of the DAG with this id."),
        click.Option(
            ["--unknown"],
            type=click.Choice(["omit", "placeholder"]),
            default="omit",
            show_default=True,
            help="How to show values that aren't known: omit them, or write `<unknown>` with the reason.",
        ),
        click.Option(
            ["revision", "--diff"], metavar="REV", help="Show how the pods differ from those of a git revision."
        ),
        click.Option(
            ["form", "--output-format"],
            type=click.Choice(["yaml", "json"]),
            default="yaml",
            show_default=True,
            help="Output format.",
        ),
        *(_parameter(option) for option in OPTIONS if option.key in RENDER_OPTIONS),
    ]
    return click.Command("render", params=params, callback=_render, help=RENDER_HELP, short_help="Show worker pods.")


def _render(task: str | None, dag: str | None, form: str, unknown: str, revision: str | None, **values: Any) -> None:
    from k8slint.cli.render import Wish, render

    wish = Wish(task, dag, form, unknown, revision)
    click.get_current_context().exit(render(given_by(values), wish))


REPORT_HELP = """Write one page about the pods of all tasks, for the people who run the cluster: requests and limits, images,
service accounts, node selection, names of Secrets, pod templates and findings, with sums and maxima for each DAG.

Values that are known only when the files run are marked as unknown, with the reason."""

REPORT_OPTIONS = RENDER_OPTIONS | {
    "select", "extend-select", "ignore", "inventory", "namespace", "exclude", "extend-exclude", "jobs", "timeout-per-file",
}  # fmt: skip


def _report_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."),
        click.Option(
            ["form", "--format"],
            type=click.Choice(["html", "markdown", "csv"]),
            help="Output format; by default from the extension of the file, else html.",
        ),
        _output_option(),
        *(_parameter(option) for option in OPTIONS if option.key in REPORT_OPTIONS),
    ]
    return click.Command(
        "report", params=params, callback=_report, help=REPORT_HELP, short_help="Write a page on all worker pods."
    )


def _report(form: str | None, output: str | None, **values: Any) -> None:
    from k8slint.cli.report import report

    click.get_current_context().exit(report(given_by(values), form, output))


BASELINE_HELP = """Write the current findings to a baseline file, so that `k8slint check --baseline FILE` reports only new ones.

The file contains no line numbers, so code may move. It is .k8slint-baseline.json, or the file that the setting
`baseline` names."""

BASELINE_OPTIONS = RENDER_OPTIONS | {"baseline", "select", "extend-select", "ignore", "inventory", "namespace", "quiet"}


def _baseline_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."),
        click.Option(["--prune"], is_flag=True, help="Only remove entries that match no finding any more."),
        *(_parameter(option) for option in OPTIONS if option.key in BASELINE_OPTIONS),
    ]
    return click.Command(
        "baseline",
        params=params,
        callback=_baseline,
        help=BASELINE_HELP,
        short_help="Accept the current findings in a baseline file.",
    )


def _baseline(prune: bool, **values: Any) -> None:
    from k8slint.cli.baseline import baseline

    click.get_current_context().exit(baseline(given_by(values), prune=prune))


INVENTORY_HELP = """List the objects of a cluster, for the setting `inventory`: Secrets and ConfigMaps (names and keys, never
values), service accounts, volume claims, classes, limits, quotas and nodes. Needs the extra k8slint[cluster]."""


def _cluster_options() -> list[click.Parameter]:
    return [
        click.Option(["--context"], metavar="NAME", help="The context of the kubeconfig; the current one by default."),
        click.Option(["--kubeconfig"], metavar="FILE", help="The kubeconfig; also KUBECONFIG."),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0, min_open=True),
            default=30.0,
            show_default=True,
            metavar="SECONDS",
            help="Seconds to wait for each answer of the API server.",
        ),
    ]


def _inventory_command() -> click.Command:
    params: list[click.Parameter] = [
        *_cluster_options(),
        click.Option(
            ["namespaces", "--namespace"],
            multiple=True,
            metavar="NAME",
            help="A namespace to list; may be repeated. Default: the namespace of the context.",
        ),
        _output_option(),
    ]
    return click.Command(
        "inventory",
        params=params,
        callback=_inventory,
        help=INVENTORY_HELP,
        short_help="List what exists in a cluster.",
    )


def _inventory(
    context: str | None, kubeconfig: str | None, timeout: float, namespaces: tuple[str, ...], output: str | None
) -> None:
    from k8slint.cli.inventory import inventory

    click.get_current_context().exit(inventory(context, kubeconfig, namespaces, output, timeout))


VERIFY_HELP = """Validate the worker pods on a cluster. Each pod is sent with dryRun=All, so nothing is created. What the API
server, admission webhooks, quotas or Pod Security reject is reported at the line of the DAG. Needs the extra
k8slint[cluster]."""

VERIFY_OPTIONS = RENDER_OPTIONS | {"namespace", "output", "output-format", "output-file", "exit-zero", "quiet", "color"}


def _verify_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."),
        *_cluster_options(),
        *(_parameter(option) for option in OPTIONS if option.key in VERIFY_OPTIONS),
    ]
    return click.Command(
        "verify", params=params, callback=_verify, help=VERIFY_HELP, short_help="Validate worker pods on a cluster."
    )


def _verify(context: str | None, kubeconfig: str | None, timeout: float, **values: Any) -> None:
    from k8slint.cli.verify import verify

    click.get_current_context().exit(verify(given_by(values), context, kubeconfig, timeout))


SERVER_HELP = """Run a language server on standard input and output. Editors then show findings while you type, fixes, the pod of an
executor_config, and the requests of each task. Needs the extra k8slint[server]."""


def _server_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Option(
            ["--stdio"],
            is_flag=True,
            expose_value=False,
            help="Does nothing: the server always uses standard input and output. Many editors pass it.",
        )
    ]
    return click.Command(
        "server", params=params, callback=_server, help=SERVER_HELP, short_help="Run a language server for editors."
    )


def _server() -> None:
    from k8slint.cli.server import server

    click.get_current_context().exit(server())


BUG_REPORT_HELP = """Write a report about a DAG file, for an issue: versions, settings, findings and the file itself. The file is
reduced, and its names and literals are replaced, as far as the finding stays the same. Read the report before you
publish it."""

BUG_REPORT_OPTIONS = frozenset({"config", "isolated", *(f"{name}-version" for name in VERSIONS)})


def _bug_report_command() -> click.Command:
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=1, metavar="FILE"),
        click.Option(
            ["--rule"], metavar="CODE", help="The rule to report about; by default every rule that has a finding."
        ),
        _output_option(),
        *(_parameter(option) for option in OPTIONS if option.key in BUG_REPORT_OPTIONS),
    ]
    return click.Command(
        "bug-report",
        params=params,
        callback=_bug_report,
        help=BUG_REPORT_HELP,
        short_help="Write a report for an issue.",
    )


def _bug_report(rule: str | None, output: str | None, paths: str, **values: Any) -> None:
    from k8slint.cli.bug_report import bug_report

    click.get_current_context().exit(bug_report(given_by({**values, "paths": (paths,)}), rule, output))
