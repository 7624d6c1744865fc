"""The pod template of the deployment, where the user names none and the project's own files do."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kube.template import InValues
    from k8slint.settings.config import Config


def with_template(config: Config, paths: tuple[str, ...]) -> tuple[Config, tuple[str, ...]]:
    """The settings with the pod template that the deployment's own files name, if the settings name none and it is one pod
    that can be read; and what is to be said of it."""
    if config.pod_template is not None or not config.flag("detect-versions"):
        return config, ()
    from k8slint.settings.config import common_folder
    from k8slint.settings.deployment import find

    start = common_folder(paths)
    within = f"{start}{os.sep}".startswith(os.path.join(os.path.abspath(config.root), ""))
    found, said = find(start, config.root if within else start, _in_values)
    if found is None:
        return config, said
    from k8slint.kube.template import TemplateError, open_template

    try:
        open_template(found.path)
    except TemplateError as error:
        return config, (f"{found.evidence}, which is not used: line {error.row}: {error.message}",)
    return config.replace(pod_template=found.path), said


def _in_values(path: str) -> InValues | None:
    from k8slint.kube.template import template_in_values

    return template_in_values(path)
