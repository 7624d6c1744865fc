"""An API server on loopback, as much of one as the commands and ``kubectl`` ask of it: discovery, lists in pages, and pods that
are only tried. It does what it is told to go wrong.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

CORE = {
    "secrets": "Secret", "configmaps": "ConfigMap", "serviceaccounts": "ServiceAccount", "pods": "Pod",
    "persistentvolumeclaims": "PersistentVolumeClaim", "limitranges": "LimitRange", "resourcequotas": "ResourceQuota",
    "nodes": "Node", "namespaces": "Namespace",
}  # fmt: skip
GROUPS = {
    "scheduling.k8s.io": {"priorityclasses": "PriorityClass"},
    "node.k8s.io": {"runtimeclasses": "RuntimeClass"},
    "storage.k8s.io": {"storageclasses": "StorageClass"},
    "resource.k8s.io": {"resourceclaimtemplates": "ResourceClaimTemplate"},
}
CLUSTER_WIDE = ("nodes", "namespaces", "priorityclasses", "runtimeclasses", "storageclasses")


@dataclass
class Api:
    """``objects`` by resource (``secrets``); ``broken`` says what goes wrong, by resource: ``401``, ``403``, ``410`` (once for
    each list), ``500``, ``text``, ``slow``, ``huge``, ``cut``. ``refuse`` gives the Status for a pod, or None."""

    objects: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    refuse: Any = None
    page: int = 2
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)  # method, path and query, headers
    posted: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def kubeconfig(self, path: Path, token: str = "canary-token-4711", namespace: str = "airflow") -> Path:
        user = {"token": token}
        document = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "test",
            "contexts": [{"name": "test", "context": {"cluster": "c", "user": "u", "namespace": namespace}}],
            "clusters": [{"name": "c", "cluster": {"server": self.url}}],
            "users": [{"name": "u", "user": user}],
        }
        path.write_text(json.dumps(document))
        return path


@contextmanager
def serving(api: Api, tls: Any = None) -> Iterator[Api]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    api.url = f"{'https' if tls is not None else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()


def _status(code: int, reason: str, message: str, **details: Any) -> dict[str, Any]:
    return {
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message,
        "reason": reason, "code": code, "details": details,
    }  # fmt: skip


def invalid(field_path: str, message: str) -> dict[str, Any]:
    cause = {"reason": "FieldValueInvalid", "message": message, "field": field_path}
    return _status(422, "Invalid", f'Pod "x" is invalid: {field_path}: {message}', kind="Pod", causes=[cause])


def forbidden(message: str) -> dict[str, Any]:
    return _status(403, "Forbidden", f'pods "x" is forbidden: {message}', kind="pods")


def _handler(api: Api) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *arguments: Any) -> None:
            pass

        def answer(self, code: int, body: Any, raw: bytes | None = None) -> None:
            data = json.dumps(body).encode() if raw is None else raw
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            api.asked.append(("GET", self.path, dict(self.headers)))
            found = _discovery(parts.path)
            if found is not None:
                self.answer(200, found)
                return
            resource = parts.path.rpartition("/")[2]
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if resource in (*CORE, *(name for group in GROUPS.values() for name in group)):
                self.listed(resource, query)
            else:
                self.answer(404, _status(404, "NotFound", "the server could not find the requested resource"))

        def listed(self, resource: str, query: dict[str, str]) -> None:
            broken = api.broken.get(resource, "")
            if broken.isdigit() and broken != "410":
                self.answer(int(broken), _status(int(broken), "x", f"canary-answer-4711: {broken}"))
                return
            if broken == "text":
                self.answer(200, None, b"<html>canary-answer-4711</html>")
                return
            if broken == "slow":
                time.sleep(3)
            if broken == "huge":
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(b" " * (1 << 20))
                except OSError:
                    return
            if broken == "cut":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b'{"items": [')
                self.close_connection = True
                return
            kind = CORE.get(resource) or next(group[resource] for group in GROUPS.values() if resource in group)
            items = api.objects.get(resource, [])
            start = int(query.get("continue") or 0)
            if broken == "410" and start:
                del api.broken[resource]
                self.answer(410, _status(410, "Expired", "the provided continue parameter is too old"))
                return
            if broken == "endless":
                items, start = [{"metadata": {"name": f"n{start}"}}], 0
                self.answer(200, {"kind": f"{kind}List", "metadata": {"continue": str(start + 1)}, "items": items})
                return
            end = start + (api.page if query.get("limit") else len(items))
            shown = items[start:end]
            if "PartialObjectMetadataList" in (self.headers.get("Accept") or ""):
                shown = [{"metadata": item["metadata"]} for item in shown]
            more = {"continue": str(end)} if end < len(items) else {}
            self.answer(200, {"kind": f"{kind}List", "apiVersion": "v1", "metadata": more, "items": shown})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            api.asked.append(("POST", self.path, dict(self.headers)))
            query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
            assert query.get("dryRun") == "All", "something was created"
            pod = json.loads(body)
            api.posted.append(pod)
            said = api.refuse(pod) if api.refuse is not None else None
            self.answer(said["code"], said) if said else self.answer(
                201, {**pod, "status": {"note": "canary-answer-4711"}}
            )

    return Handler


def _discovery(path: str) -> dict[str, Any] | None:
    """What ``kubectl`` asks before anything else."""
    if path == "/version":
        return {"major": "1", "minor": "34", "gitVersion": "v1.34.0"}
    if path == "/api":
        return {"kind": "APIVersions", "versions": ["v1"]}
    if path == "/apis":
        groups = [
            {"name": name, "versions": [{"groupVersion": f"{name}/v1", "version": "v1"}],
             "preferredVersion": {"groupVersion": f"{name}/v1", "version": "v1"}} for name in GROUPS
        ]  # fmt: skip
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}
    for prefix, resources in (("/api/v1", CORE), *((f"/apis/{name}/v1", group) for name, group in GROUPS.items())):
        if path == prefix:
            version = prefix.removeprefix("/apis/").removeprefix("/api/")
            listed = [
                {"name": name, "singularName": "", "namespaced": name not in CLUSTER_WIDE, "kind": kind,
                 "verbs": ["create", "get", "list"]} for name, kind in resources.items()
            ]  # fmt: skip
            return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": listed}
    return None
