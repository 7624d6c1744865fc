"""Records what charts make of the values in fixtures/charts/values, with the real helm.

    python -m oracle.record_charts HELM NAME=FOLDER...

HELM is the command; each FOLDER holds a released chart (its dependencies are left out), NAME is what the record calls it.
The community's chart is called ``community`` and gets the values whose names say so; any other gets the rest.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "fixtures" / "charts"


def main(helm: str, *charts: str) -> int:
    lines = []
    for chart in charts:
        name, _, folder = chart.partition("=")
        with tempfile.TemporaryDirectory() as temporary:
            copy = Path(temporary) / "chart"
            shutil.copytree(folder, copy)
            about = yaml.safe_load((copy / "Chart.yaml").read_text())
            about.pop("dependencies", None)
            (copy / "Chart.yaml").write_text(yaml.safe_dump(about))
            for lock in copy.glob("*.lock"):
                lock.unlink()
            for values in sorted((FOLDER / "values").glob("*.yaml")):
                if values.stem.startswith("community") is (name == "community"):
                    record = {"chart": f"{name} {about['version']}", "values": values.stem}
                    # A chart that is older than an executor makes no template for it.
                    lines += [json.dumps({**record, "pod": pod}, sort_keys=True) for pod in _pods(helm, copy, values)]
    (FOLDER / "rendered.jsonl").write_text("".join(f"{line}\n" for line in lines))
    print(f"{len(lines)} pods")
    return 0


def _pods(helm: str, chart: Path, values: Path) -> Iterator[Any]:
    command = [helm, "template", "release", str(chart), "--skip-schema-validation", "--values", str(values)]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for document in yaml.safe_load_all(made):
        if document and document["kind"] == "ConfigMap":
            for key, value in document["data"].items():
                if key.startswith("pod_template"):
                    yield yaml.safe_load(value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
