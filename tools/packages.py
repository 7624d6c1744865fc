"""Builds what is published, and tries it as a stranger would: ``python -m tools.packages``.

Makes the sdist and the wheel, has twine check them, installs each of the two into a clean environment of every Python on this
machine that k8slint supports, and runs the command there. Nothing is published. With ``--python PATH`` (repeatable) only those.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
OLDEST = (3, 10)
DAG = """\
from kubernetes.client import models as k8s

limits = k8s.V1ResourceRequirements(limits={"memory": "512MB"})
"""


class Failed(Exception):
    """A step went wrong; what it printed."""


def run(*command: object, cwd: Path | None = None, expect: int = 0) -> str:
    """What a command prints on standard output. Raises Failed unless it exits with ``expect``."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode != expect:
        words = " ".join(map(str, command))
        raise Failed(f"{words}\nexit code {done.returncode}, not {expect}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(source: Path, output: Path) -> tuple[Path, Path]:
    """The wheel and the sdist of a source tree, the wheel made from the sdist, checked by twine. Raises Failed."""
    output.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=output))
    try:
        run(sys.executable, "-m", "build", "--outdir", made, source)
        wheel, sdist = next(made.glob("*.whl")), next(made.glob("*.tar.gz"))
        run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist)
        return wheel.replace(output / wheel.name), sdist.replace(output / sdist.name)
    finally:
        shutil.rmtree(made)


def pythons() -> dict[tuple[int, int], str]:
    """Every supported Python on this machine: the newest of each minor version."""
    found: dict[tuple[int, int], tuple[tuple[int, ...], str]] = {}
    for path in dict.fromkeys(_candidates()):
        program = "import platform, sys; print(platform.python_version(), sys.implementation.name)"
        try:
            done = subprocess.run([path, "-c", program], capture_output=True, text=True, timeout=30)
        except (OSError, subprocess.TimeoutExpired):
            continue
        match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+) cpython\n", done.stdout) if done.returncode == 0 else None
        if match is not None:
            version = tuple(map(int, match.groups()))
            minor = version[0], version[1]
            if minor >= OLDEST and version > found.get(minor, ((), ""))[0]:
                found[minor] = version, path
    return {minor: path for minor, (_, path) in sorted(found.items())}


def _candidates() -> Iterator[str]:
    yield sys.executable
    for minor in range(OLDEST[1], 30):
        for folder in os.get_exec_path():
            path = os.path.join(folder, f"python3.{minor}")
            if os.access(path, os.X_OK):
                yield path
    managed = [Path.home() / ".pyenv/versions", Path.home() / ".local/share/uv/python"]
    for place in managed:
        yield from map(str, sorted(place.glob("*/bin/python3")))


def environment(python: str, folder: Path) -> Path:
    """A new virtual environment; the folder of its commands."""
    run(python, "-m", "venv", folder)
    return folder / ("Scripts" if sys.platform == "win32" else "bin")


def try_out(python: str, package: Path, folder: Path) -> None:
    """Install a wheel or an sdist into a clean environment of a Python, and use it there. Raises Failed."""
    commands = environment(python, folder / "environment")
    run(commands / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package)
    run(commands / "python", "-m", "pip", "check")
    k8slint = commands / "k8slint"
    work = folder / "work"
    work.mkdir()
    (work / "dag.py").write_text(DAG, encoding="utf-8")
    version = re.match(r"k8slint-([^-]+?)(?:-|\.tar\.gz)", package.name)
    assert version is not None
    _same(run(k8slint, "--version"), f"k8slint, version {version[1]}\n")
    _same(run(k8slint, "check", "--no-cache", "-q", "--output-format", "concise", cwd=work, expect=1).count("KE301"), 1)
    run(k8slint, "check", "--no-cache", "--fix", "--unsafe-fixes", "--airflow-version", "3.1", cwd=work)
    _same("512M" in (work / "dag.py").read_text(encoding="utf-8"), True)
    for arguments in (("rule", "--all"), ("config",), ("config", "--schema"), ("render", ".")):
        run(k8slint, *arguments, cwd=work)
    run(commands / "python", "-c", "import k8slint; assert not k8slint.lint_text('x = 1\\n')", cwd=work)


def _same(found: object, expected: object) -> None:
    if found != expected:
        raise Failed(f"{found!r} where {expected!r} was expected")


@click.command(help=__doc__)
@click.option("wanted", "--python", multiple=True, metavar="PATH", help="Only this Python; may be repeated.")
def main(wanted: Iterable[str]) -> None:
    """Build, check, and try on every Python."""
    with tempfile.TemporaryDirectory(prefix="k8slint-packages-") as name:
        folder = Path(name)
        try:
            packages = build(ROOT, folder / "dist")
            print(f"built and checked {', '.join(package.name for package in packages)}")
            for python in [*wanted] or pythons().values():
                version = run(python, "-c", "import platform; print(platform.python_version())").strip()
                for package in packages:
                    with tempfile.TemporaryDirectory(dir=folder) as place:
                        try_out(python, package, Path(place))
                    print(f"Python {version}: {package.name} works", flush=True)
        except Failed as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
