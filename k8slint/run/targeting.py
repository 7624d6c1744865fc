"""The versions that a run judges for: as the settings state them, or as the project's files say."""

from __future__ import annotations

import os
from dataclasses import replace

from k8slint.settings.compatibility import alternatives, limited
from k8slint.settings.config import common_folder
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.settings.targets import at_least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from k8slint.airflow.moves.evidence import Limit
    from k8slint.run.cache import Cache
    from k8slint.settings.config import Config
    from k8slint.settings.targets import Targets, Version


def targeted(
    config: Config, paths: tuple[str, ...], cache: Cache | None, files: Iterable[str] | Mapping[str, bytes] = ()
) -> tuple[Config, tuple[str, ...]]:
    """The settings with the versions that the project runs, as far as nobody stated them, and where they were found:
    in the project's files, else in what ``files`` (their contents, if they aren't on disk) import.
    """
    targets, evidence = _detected(config, paths, cache) if config.flag("detect-versions") else (config.targets, ())
    if "airflow" in targets.assumed and config.flag("detect-versions"):
        targets, limits = _limited(targets, files, config)
        evidence = (*evidence, *limits)
    return config.replace(targets=replace(targets, others=alternatives(targets))), evidence


def _detected(config: Config, paths: tuple[str, ...], cache: Cache | None) -> tuple[Targets, tuple[str, ...]]:
    start = common_folder(paths)
    stated = config.stated_versions
    question = repr((start, sorted(stated.items())))
    known = cache.detected(question) if cache is not None else None
    if known is not None:
        return known
    from k8slint.settings.detection import detect

    inside = f"{start}{os.sep}".startswith(os.path.join(os.path.abspath(config.root), ""))
    found = detect(start, config.root if inside else start, stated)
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
