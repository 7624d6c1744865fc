"""``k8slint render``: prints the pods of some files as Airflow creates them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from difflib import unified_diff
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from k8slint.airflow.pods.render import Rendered, as_lines, as_text
from k8slint.cli.output import CLEAN, FOUND, WRONG_USAGE, bounded, put, say
from k8slint.dataclass import replace
from k8slint.kube.template import TemplateError, named_template
from k8slint.lint.prefilter import widest
from k8slint.run.deployed import with_template
from k8slint.run.discovery import discover
from k8slint.run.judging import MAX_MEMORY_PER_FILE
from k8slint.run.pool import TOO_LONG, share
from k8slint.run.rendering import rendered
from k8slint.run.revision import Repository
from k8slint.run.targeting import ByPath, targeted
from k8slint.settings.config import is_template, load
from k8slint.settings.errors import UserError, did_you_mean
from k8slint.settings.files import MAX_SOURCE, MAX_TEMPLATE, read_regular
from k8slint.source.syntax import CannotParse
from k8slint.source.text import CannotDecode, Source, decode

if TYPE_CHECKING:
    from k8slint.evaluate.values import Value
    from k8slint.settings.config import Config
    from k8slint.settings.options import Given


class Wish(NamedTuple):
    """What to show, and how."""

    task: str | None = None
    dag: str | None = None
    output_format: str = "yaml"
    unknown: str = "omit"
    revision: str | None = None


def render(given: Given, wish: Wish) -> int:
    """Print the pods of the files in ``given``, or how they differ from a revision; the exit code.

    1 means that a file could not be read, and is said on stderr; the others are rendered.
    """
    return bounded(lambda: _render(given, wish), verbose=given.get("verbose") is True)


def _render(given: Given, wish: Wish) -> int:
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    troubles: list[str] = []
    told: list[str] = []
    config = load(given, paths)
    files, unusable = discover(paths, config, told)
    troubles += unusable
    config, _ = with_template(targeted(config, paths, None, files)[0], paths)
    if wish.revision is not None:
        text = "".join(_differences(files, paths, config, wish, troubles))
    else:
        found = _chosen(_documents(files, config, troubles), wish)
        text = as_text(found, config.targets, wish.output_format, wish.unknown)
    form = "json" if wish.output_format == "json" and wish.revision is None else "yaml"
    put([text] if form == "json" else text.splitlines(keepends=True), form=form)
    for note in told:
        say(f"Note: {note}")
    for trouble in troubles:
        say(f"Error: {trouble}")
    return WRONG_USAGE if unusable else FOUND if troubles else CLEAN


def _documents(
    files: Sequence[str], config: Config, troubles: list[str], of: Callable[[str], Config] | None = None
) -> list[Rendered]:
    """The documents of some files. ``of`` gives the settings for each, if not what ``config`` says of its path."""
    template, of = _template(config), of or ByPath(config)
    found: list[Rendered] = []
    for path, why in zip(files, _beyond_limits(files, config, of, template), strict=True):
        if why:
            troubles.append(f"{path}: it was not rendered: {why}")
            continue
        own = of(path)
        found += (replace(each, client=own.targets.client) for each in _of_file(path, own, template, troubles))
    return found


def _beyond_limits(
    files: Sequence[str], config: Config, of: Callable[[str], Config], template: Value | None
) -> list[str]:
    """Of each file why it can't be rendered within the time and memory of one; empty where it can.

    Each is tried by another process first, which can be stopped whatever it does.
    """

    def tried(number: int) -> str:
        own = of(files[number])
        try:
            for each in _of_file(files[number], own, template, []):
                as_lines(each, own.targets, "omit")
        except MemoryError:
            return f"it takes more than {MAX_MEMORY_PER_FILE >> 30} GB of memory"
        except Exception:
            return ""  # told when it happens again
        return ""

    def died(number: int, cause: str) -> str:
        if cause == TOO_LONG:
            return f"it took longer than {config.seconds} seconds"
        return f"a worker died of it: {cause}"

    jobs = config.jobs if len(files) > 1 else 1
    return share(len(files), jobs, tried, died, seconds=config.seconds, memory=MAX_MEMORY_PER_FILE)


def _chosen(found: list[Rendered], wish: Wish) -> list[Rendered]:
    """The documents of the task and the DAG that are asked for. Raises UserError when there are none."""
    for what, wanted in (("dag", wish.dag), ("task", wish.task)):
        if wanted is not None:
            known = sorted({each for rendered in found if (each := getattr(rendered, what)) is not None})
            found = [rendered for rendered in found if getattr(rendered, what) == wanted]
            if not found:
                raise UserError(f"--{what}: no {what} `{wanted}` has a pod here{did_you_mean(wanted, known)}")
    return found


def _template(config: Config) -> Value | None:
    path = config.pod_template
    return None if path is None else named_template(path).value


def _of_file(path: str, config: Config, template: Value | None, troubles: list[str]) -> Iterator[Rendered]:
    try:
        of_yaml = is_template(path, config)
        data = read_regular(path, MAX_TEMPLATE if of_yaml else MAX_SOURCE)
        if not of_yaml and template is None and not widest(config).may_matter(data):
            return
        source: Source = decode(path, data)
        yield from rendered(source, config, template)
    except OSError as error:
        troubles.append(f"{path}: {error.strerror or error}")
    except (CannotDecode, CannotParse, TemplateError) as error:
        troubles.append(f"{path}:{error.row}:{error.column}: {error.message}")
    except UserError as error:
        troubles.append(str(error))


def _differences(
    files: list[str], paths: tuple[str, ...], config: Config, wish: Wish, troubles: list[str]
) -> Iterator[str]:
    """How the pods differ from those of a revision: a unified diff for each task."""
    here = os.path.realpath(os.getcwd())
    repository = Repository(here, "--diff")
    root = repository.top()
    now = _documents(files, config, troubles)
    with TemporaryDirectory(prefix="k8slint-") as folder:
        stored = repository.check_out(repository.commit(str(wish.revision)), folder)
        seen = {os.path.realpath(path) for path in files}
        there = {os.path.relpath(os.path.join(root, path), here): os.path.join(root, path) for path in stored}
        old = [path for path, place in there.items() if place in seen or _was_meant(path, place, paths)]
        own = dict(zip(old, map(ByPath(config), old), strict=True))  # while their paths mean what the settings mean
        place = os.path.join(folder, os.path.relpath(here, root))
        os.makedirs(place, exist_ok=True)
        try:
            os.chdir(place)  # so that paths mean in the old tree what they mean in the new one
            before = _documents(sorted(old), _in_old_tree(config), [], lambda path: _in_old_tree(own[path]))
        finally:
            os.chdir(here)
    old_texts, new_texts = _texts(before, config, wish), _texts(now, config, wish)
    if not old_texts and not new_texts and (wish.task or wish.dag):
        _chosen(now, wish)
    for key in sorted({**old_texts, **new_texts}):
        title = new_texts.get(key, old_texts.get(key, [""]))[0].removeprefix("# ")
        left = f"{title} ({wish.revision})" if key in old_texts else "/dev/null"
        right = title if key in new_texts else "/dev/null"
        for line in unified_diff(old_texts.get(key, []), new_texts.get(key, []), left, right, lineterm=""):
            yield f"{line}\n"


def _was_meant(path: str, place: str, paths: tuple[str, ...]) -> bool:
    """Whether a DAG file that is gone now would have been rendered."""
    named = any(path == each or each == "." or path.startswith(f"{os.path.normpath(each)}{os.sep}") for each in paths)
    return named and path.endswith(".py") and not path.startswith("..") and not os.path.lexists(place)


def _in_old_tree(config: Config) -> Config:
    """The same settings where a pod template may not have been there yet."""
    template = config.pod_template
    return config if template is None or os.path.isfile(template) else config.replace(pod_template=None)


def _texts(found: list[Rendered], config: Config, wish: Wish) -> dict[tuple[str, ...], list[str]]:
    texts: dict[tuple[str, ...], list[str]] = {}
    for each in sorted(found, key=lambda one: one.order):
        if (wish.task in (None, each.task)) and (wish.dag in (None, each.dag)):
            lines = as_lines(each, config.targets, wish.unknown, places=False)
            texts.setdefault(each.key, []).extend(lines)
    return texts
