"""Chooses the target versions of each file: from the settings, or from the files of the project."""

from __future__ import annotations

import os

from k8slint.dataclass import replace
from k8slint.settings.compatibility import alternatives, complete, limited
from k8slint.settings.config import common_folder
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.settings.options import VERSIONS
from k8slint.settings.targets import at_least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from k8slint.airflow.moves.evidence import Limit
    from k8slint.run.cache import Cache
    from k8slint.settings.config import Config
    from k8slint.settings.targets import Targets, Version

# What comes with an Airflow, and with a provider.
FOLLOW = {"airflow": ("provider", "client"), "provider": ("client",)}


def targeted(
    config: Config, paths: tuple[str, ...], cache: Cache | None, files: Iterable[str] | Mapping[str, bytes] = ()
) -> tuple[Config, tuple[str, ...]]:
    """The settings with the versions that the project runs, as far as nobody stated them, and where they were found:
    in the project's files, else in what ``files`` (their contents, if they aren't on disk) import.
    """
    targets, evidence = _detected(config, paths, cache) if config.flag("detect-versions") else (config.targets, ())
    if "airflow" in targets.assumed and config.flag("detect-versions"):
        targets, limits = _limited(targets, _of_no_other_airflow(files, config), config)
        evidence = (*evidence, *limits)
    return config.replace(targets=replace(targets, others=alternatives(targets))), evidence


def _of_no_other_airflow(
    files: Iterable[str] | Mapping[str, bytes], config: Config
) -> Iterable[str] | Mapping[str, bytes]:
    """The files without those of paths for which the settings state an Airflow: they say nothing of the others'."""
    if not config.by_path:
        return files
    left = [path for path in files if not any("airflow" in stated for stated in config.targets_for(path))]
    return {path: files[path] for path in left} if isinstance(files, dict) else left


class ByPath:
    """The settings for each file: with the versions that they state for its path, if they do."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known: dict[str, Config] = {}

    def __call__(self, path: str) -> Config:
        config = self._config
        stated = tuple(config.targets_for(path)) if config.by_path else ()
        if not stated:
            return config
        key = repr(stated)
        if key not in self._known:
            targets = _with_stated(config, stated)
            targets = replace(targets, worker_image=config.targets.worker_image)
            self._known[key] = config.replace(targets=replace(targets, others=alternatives(targets)))
        return self._known[key]


def _with_stated(config: Config, entries: tuple[dict[str, Version], ...]) -> Targets:
    """The targets of a run with what entries of ``targets`` state, one after the other.

    Who states an Airflow speaks of another installation: the provider and the client of the others don't hold there. In
    the same way a provider comes with a client of its own.
    """
    base = config.targets
    commanded = {name for name in VERSIONS if f"{name}-version" in config.commanded}
    found: dict[str, Version] = {name: getattr(base, name) for name in VERSIONS if name not in base.assumed}
    replaced: set[str] = set()
    for entry in entries:
        follow = FOLLOW["airflow"] if "airflow" in entry else FOLLOW["provider"] if "provider" in entry else ()
        if "airflow" in entry and "airflow" in commanded:  # it speaks of another Airflow than the one that is asked for
            entry = {name: version for name, version in entry.items() if name == "kubernetes"}
        elif "provider" in entry and "provider" in commanded:
            entry = {name: version for name, version in entry.items() if name != "client"}
        else:
            for name in follow:
                if name not in commanded:
                    found.pop(name, None)
        mine = {name: version for name, version in entry.items() if name not in commanded}
        replaced.update(mine)
        found.update(mine)
    if not replaced - {"kubernetes"}:
        kubernetes = found.get("kubernetes", base.kubernetes)
        return replace(base, kubernetes=kubernetes, assumed=base.assumed - replaced)
    targets = complete(found)
    return limited(targets, base.airflow, None) if "airflow" in targets.assumed else targets


def _detected(config: Config, paths: tuple[str, ...], cache: Cache | None) -> tuple[Targets, tuple[str, ...]]:
    start = common_folder(paths)
    stated = config.stated_versions
    moving = "airflow-version" in config.commanded
    question = repr((start, sorted(stated.items()), moving))
    known = cache.detected(question) if cache is not None else None
    if known is not None:
        return known
    from k8slint.settings.detection import detect

    inside = f"{start}{os.sep}".startswith(os.path.join(os.path.abspath(config.root), ""))
    found = detect(start, config.root if inside else start, stated, moving=moving)
    if cache is not None:
        cache.put_detected(question, found)
    return found.targets, found.evidence


def _limited(
    targets: Targets, files: Iterable[str] | Mapping[str, bytes], config: Config
) -> tuple[Targets, tuple[str, ...]]:
    """The targets, no newer than what the files import exists; as they are if other files need a newer Airflow."""
    from k8slint.airflow.moves.evidence import imports_of_bytes, limits, needs_at_least

    lowest: dict[str, tuple[Limit, str]] = {}
    needed: Version = ()
    for path in files:
        data = files[path] if isinstance(files, dict) else _content(path)
        needed = max(needed, needs_at_least(imports_of_bytes(data)))
        for found in limits(data):
            if found.package not in lowest or found.version < lowest[found.package][0].version:
                lowest[found.package] = found, path
    versions = {package: found.version for package, (found, _) in lowest.items()}
    narrowed_targets = limited(targets, versions.get("airflow"), versions.get("provider"))
    if not at_least(narrowed_targets.airflow, needed):
        return targets, ()
    return narrowed_targets, tuple(
        f"{path}:{found.imported.row} imports `{found.imported.dotted}`, which was removed in {found.removed}"
        for _, (found, path) in sorted(lowest.items(), reverse=True)
    )


def _content(path: str) -> bytes:
    try:
        return read_regular(path, MAX_SOURCE)
    except OSError:
        return b""
