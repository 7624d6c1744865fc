"""Reads the executor and the pod template from the project's deployment files, if they aren't set."""

from __future__ import annotations

import os

from k8slint.dataclass import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kube.template import InValues
    from k8slint.settings.config import Config


def with_template(config: Config, paths: tuple[str, ...]) -> tuple[Config, tuple[str, ...]]:
    """The settings with the executor, the image of workers and the pod template that the deployment's own files name, where
    the settings name none; and what is to be said of them. A template counts if it is one pod that can be read."""
    if not config.flag("detect-versions"):
        return _with_image(config, config.text("worker-image")), ()
    from k8slint.settings.config import common_folder
    from k8slint.settings.deployment import find, find_executor, find_image

    start = common_folder(paths)
    within = f"{start}{os.sep}".startswith(os.path.join(os.path.abspath(config.root), ""))
    stop = config.root if within else start
    told: tuple[str, ...] = ()
    if config.text("executor") is None and (executor := find_executor(start, stop, _executor)) is not None:
        config, told = config.replace(executor=executor.name), (executor.evidence,)
    stated = config.text("worker-image")
    image = find_image(start, stop, _image) if stated is None else None
    if image is not None:
        config, told = config.replace(worker_image=image.name), (*told, image.evidence)
    config = _with_image(config, stated if image is None else image.name)
    if config.pod_template is not None:
        return config, told
    found, said = find(start, stop, _in_values)
    if found is None:
        return config, (*told, *said)
    from k8slint.kube.template import TemplateError, open_template

    try:
        open_template(found.path)
    except TemplateError as error:
        return config, (*told, f"{found.evidence}, which is not used: line {error.row}: {error.message}")
    return config.replace(pod_template=found.path), (*told, *said)


def _with_image(config: Config, image: str | None) -> Config:
    return config.replace(targets=replace(config.targets, worker_image=image)) if image else config


def _image(path: str) -> tuple[str, int] | None:
    from k8slint.kube.template import image_in_values

    return image_in_values(path)


def _in_values(path: str) -> InValues | None:
    from k8slint.kube.template import template_in_values

    return template_in_values(path)


def _executor(path: str) -> tuple[str, int] | None:
    from k8slint.kube.template import executor_in_values

    return executor_in_values(path)
