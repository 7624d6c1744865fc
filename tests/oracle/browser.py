"""The report in a real browser: nothing fails, tables sort and are searched, no name of the source runs, and all is there
without JavaScript. ``python -m oracle.browser`` takes the browser in ``CHROMIUM`` or on the path, else playwright's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOSTILE = "<img src=x onerror=document.title='pwned'><script>document.title='pwned'</script>"


def report(folder: Path) -> Path:
    """The report on the fixture, and on tasks with a hostile name."""
    text = (ROOT / "fixtures/report/dags/tasks.py").read_text(encoding="utf-8")
    (folder / "tasks.py").write_text(text, encoding="utf-8")
    (folder / "bad.py").write_text(text.replace('"nightly"', repr(HOSTILE)), encoding="utf-8")
    page = folder / "page.html"
    command = [sys.executable, "-m", "k8slint", "report", ".", "-o", str(page), "--airflow-version", "3.1"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return page


def column(page: Page, head: str) -> list[str]:
    """The texts of a column of the table of tasks, in the order shown."""
    script = """head => {
        const table = document.querySelector('table[aria-label=Tasks]');
        const at = Array.from(table.tHead.rows[0].cells).findIndex(cell => cell.textContent.trim() === head);
        return Array.from(table.tBodies[0].rows).filter(row => !row.hidden).map(row => row.cells[at].innerText.trim());
    }"""
    found: list[str] = page.evaluate(script, head)
    return found


def check(browser: Any, path: Path) -> None:
    said: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    head = page.locator("table[aria-label=Tasks] th", has_text="Memory request").locator("button")
    head.click()
    falling = [text for text in column(page, "Memory request") if text.endswith("i")]
    assert falling[0] == "16 Gi", falling
    head.click()
    assert [text for text in column(page, "Memory request") if text.endswith("i")] == falling[::-1], falling
    everything = len(column(page, "Task"))
    page.get_by_label("Search in Tasks").fill("nightly large")
    (only,) = column(page, "Task")
    assert only.startswith("large\n"), only
    page.get_by_label("Search in Tasks").fill("")
    assert len(column(page, "Task")) == everything
    assert page.title() == "Worker pods"
    assert not said, said
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(path.as_uri())
    assert plain.locator("table[aria-label=Tasks] tbody tr:visible").count() == everything
    assert plain.locator("input, button").count() == 0


def main() -> int:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = report(Path(folder))
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            check(browser, path)
        finally:
            browser.close()
    print("the report sorts, searches, and runs no name")
    return 0


if __name__ == "__main__":
    sys.exit(main())
