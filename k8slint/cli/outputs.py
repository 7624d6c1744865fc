"""The outputs of a run: a format on standard output, formats in files, or both."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from k8slint.run import atomic
from k8slint.settings.errors import UserError, did_you_mean
from k8slint.settings.options import format_names

if TYPE_CHECKING:
    from k8slint.settings.config import Config
    from k8slint.settings.options import Given


class Output(NamedTuple):
    """A report: its format, the file that it goes to (None: standard output), and whether it is the one that ``--diff``,
    ``--statistics`` and ``--show-unknown`` change."""

    form: str
    file: str | None
    main: bool
    option: str = "output"


def wanted(given: Given, config: Config) -> tuple[Output, ...]:
    """The reports that the command line and the settings ask for. Raises UserError for what can't be written."""
    stated = given.get("output")
    default = config.text("output-format") or "full"
    if not isinstance(stated, tuple) or not stated:
        outputs = [Output(default, _file(config), True, "output-file")]
    else:
        for key in ("output-format", "output-file"):
            if key in given:
                raise UserError(f"--{key} can't be used with --output; write --output FORMAT:FILE")
        outputs = [_read(text) for text in stated]
        if (config.flag("diff") or config.flag("statistics")) and all(output.file for output in outputs):
            outputs.append(Output(default, None, True))
    taken: dict[str, Output] = {}
    for output in outputs:
        place = _place(output)
        if place in taken:
            where = f"the file {output.file}" if output.file else "standard output"
            raise UserError(f"output: {where} can't hold two reports; name another file")
        if place:
            taken[place] = output
    return tuple(outputs)


def _file(config: Config) -> str | None:
    stated = config.text("output-file")
    return None if stated == "-" else stated


def _read(text: str) -> Output:
    form, colon, file = text.partition(":")
    if form not in format_names():
        raise UserError(f"output: there is no format `{form}`{did_you_mean(form, list(format_names()))}")
    if colon and not file:
        raise UserError(f"output: `{text}` names no file after the colon")
    return Output(form, None, True) if file in ("", "-") else Output(form, file, False)


def _place(output: Output) -> str:
    """What two reports must not share: empty for a device or a pipe, which takes what it gets."""
    file = output.file
    if file is None:
        return "-"
    real = os.path.normcase(os.path.realpath(file))
    try:
        mode = os.stat(file).st_mode
    except OSError:
        mode = 0
    why = None
    if stat.S_ISDIR(mode):
        why = "it is a folder"
    elif mode and _is_stream(file):
        return ""
    elif mode and real.endswith((".py", ".pyi")):
        why = "it is a Python file"
    elif not os.path.isdir(os.path.dirname(real)):
        why = f"there is no folder {os.path.dirname(file)}"
    if why is not None:
        raise UserError(f"{output.option}: {file} can't be written: {why}")
    return real


def write(output: Output, data: bytes) -> None:
    """Put a report into its file, at once. Raises UserError."""
    file = str(output.file)
    try:
        if _is_stream(file):
            with open(file, "ab") as stream:
                stream.write(data)
        else:
            atomic.write(file, data)
    except OSError as error:
        raise UserError(f"{output.option}: {file} can't be written: {error.strerror or error}") from None


def _is_stream(file: str) -> bool:
    """Whether a path is a device, a pipe or a stream of this process (/dev/stdout), in whose place no file can be put."""
    return os.path.exists(file) and (not os.path.isfile(file) or os.path.abspath(file).startswith(("/dev/", "/proc/")))
