"""What the tests of the command line share: a project in a folder of its own, and runs in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import forks

DEAD_IMPORT = "from airflow.kubernetes.secret import Secret\n"
LIVE_IMPORT = "from airflow.providers.cncf.kubernetes.secret import Secret\n"
MEMORY = """\
from kubernetes.client import models as k8s

limits = k8s.V1ResourceRequirements(limits={"memory": "512MB"})
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", resources=limits)]))
"""
PATIENCE = 120  # seconds: nothing hangs
CLEAN = "from airflow.sdk import DAG\n\nwith DAG('d'):\n    pass\n"


@dataclass(frozen=True)
class Outcome:
    """What a run left: its exit code and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A folder to work in; ``run`` starts k8slint there as a process of its own."""

    folder: Path

    def write(self, **files: str | bytes) -> None:
        """Files by name; ``__`` stands for ``/`` and the last ``_`` for the dot."""
        for name, content in files.items():
            stem, _, suffix = name.replace("__", "/").rpartition("_")
            self.put(f"{stem}.{suffix}", content)

    def put(self, path: str, content: str | bytes) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def read(self, path: str) -> str:
        return (self.folder / path).read_bytes().decode()

    def run(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Outcome:
        """Run k8slint here, forked from a process that has it loaded where that makes no difference (see ``forks``)."""
        keep = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        if forks.may_fork(environment):
            code, out, err = forks.run(self.folder, arguments, stdin, keep | environment, PATIENCE)
            return Outcome(code, out.decode(), err.decode())
        return self.start(*arguments, stdin=stdin, **environment)

    def start(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Outcome:
        """Start Python with k8slint here."""
        keep = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        done = subprocess.run(
            [sys.executable, "-m", "k8slint", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env=keep | environment,
            check=False,
            timeout=PATIENCE,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def places(self, *arguments: str) -> list[tuple[str, str]]:
        """The file and the code of each finding of a run over the folder ``dags``, in order."""
        outcome = self.run("check", "dags", "--output-format", "concise", *arguments)
        assert "Error" not in outcome.err
        return [(line.split(":")[0], line.split()[1]) for line in outcome.out.splitlines()]

    def codes(self, *arguments: str) -> list[str]:
        """The codes that a run over the folder finds, in order."""
        outcome = self.run("check", "--no-cache", "--output-format", "concise", *arguments)
        return [line.split(" ")[1] for line in outcome.out.splitlines()]


def airflow_project(folder: Path) -> Shell:
    """A project that states the Airflow it runs, as most do: what that version breaks fails a run."""
    (folder / "requirements.txt").write_text("apache-airflow==3.3.0\n")
    return Shell(folder)
