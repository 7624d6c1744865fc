"""Talks to a real API server: lists objects by name and key, and validates pods with a dry run.

The ``kubernetes`` client finds the cluster, the credentials and the trust (kubeconfig, or the pod's own service account);
requests are plain, bounded in time and size, and the values of Secrets and ConfigMaps are dropped as they arrive.
"""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from k8slint.settings.files import MAX_SETTINGS, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = 250
MOST_PAGES = 4_000
MOST_BYTES = 64_000_000  # of one answer
RESTARTS = 3  # of a list whose continue token expired
RETRIES = 2  # of what a busy server refuses
_METADATA_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
_JSON = "application/json"
_IN_POD = "/var/run/secrets/kubernetes.io/serviceaccount/namespace"


class ClusterError(Exception):
    """The cluster can't be asked: said in one line, exit code 2."""


class Refused(Exception):
    """The server's answer to one request: its HTTP status, and its Status object."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(str(status))
        self.status, self.body = status, body

    @property
    def message(self) -> str:
        return str(self.body.get("message") or f"HTTP {self.status}")


class Cluster:
    """One API server. Raises ClusterError when it can't be found, reached or trusted."""

    def __init__(self, context: str | None = None, kubeconfig: str | None = None, timeout: float = 30.0) -> None:
        try:
            import kubernetes.client
            import kubernetes.config
        except ImportError:
            raise ClusterError("this command needs the kubernetes client: pip install 'k8slint[cluster]'") from None
        configuration = kubernetes.client.Configuration()
        self.namespace = _configure(kubernetes.config, configuration, context, kubeconfig)
        configuration.retries = False
        self.host = urlsplit(configuration.host).netloc or configuration.host
        self._timeout = timeout
        try:
            self._api = kubernetes.client.ApiClient(configuration)
        except Exception as error:  # a certificate or key that isn't one
            raise ClusterError(f"the credentials for {self.host} can't be used ({type(error).__name__})") from None

    def listed(self, path: str, *, metadata_only: bool) -> Iterator[dict[str, Any]]:
        """The items of a list call, page by page. Raises Refused."""
        for _ in range(RESTARTS):
            try:
                yield from self._pages(path, _METADATA_ONLY if metadata_only else _JSON)
                return
            except _Expired:
                continue  # the list is begun anew; who collects by name sees each item once
        raise ClusterError(f"{self.host} expires its lists before they are read completely (410 Gone, {path})")

    def _pages(self, path: str, accept: str) -> Iterator[dict[str, Any]]:
        token = ""
        for _ in range(MOST_PAGES):
            query = [("limit", str(PAGE)), *([("continue", token)] if token else [])]
            try:
                page = self.request("GET", path, query, accept=accept)
            except Refused as refused:
                if refused.status == 410 and token:
                    raise _Expired from None
                raise
            items = page.get("items")
            if not isinstance(items, list) and not (items is None and "kind" in page):
                raise ClusterError(f"{self.host} answers with something that is not a list ({path})")
            yield from (item for item in items or () if isinstance(item, dict))
            metadata = page.get("metadata")
            token = str(metadata.get("continue") or "") if isinstance(metadata, dict) else ""
            if not token:
                return
        raise ClusterError(f"{self.host} returns a list without an end ({path})")

    def request(
        self, method: str, path: str, query: list[tuple[str, str]], body: Any = None, accept: str = _JSON
    ) -> dict[str, Any]:
        """One call: the JSON object that the server answers. Raises Refused, and ClusterError."""
        for attempt in range(RETRIES + 1):
            status, data = self._call(method, path, query, body, accept)
            if status in (429, 503) and attempt < RETRIES:
                time.sleep(0.2 * (attempt + 1))
                continue
            break
        try:
            answer = json.loads(data) if data else {}
        except (ValueError, RecursionError):
            answer = None
        if 200 <= status < 300:
            if not isinstance(answer, dict):
                raise ClusterError(f"{self.host} doesn't answer with JSON ({path}): is this an API server?")
            return answer
        if status == 401:
            raise ClusterError(f"{self.host} doesn't accept the credentials (401 Unauthorized)")
        raise Refused(status, answer if isinstance(answer, dict) else {})

    def _call(self, method: str, path: str, query: list[tuple[str, str]], body: Any, accept: str) -> tuple[int, bytes]:
        from kubernetes.client.exceptions import ApiException

        deadline = time.monotonic() + self._timeout
        headers = {"Accept": accept, **({"Content-Type": _JSON} if body is not None else {})}
        try:
            response = self._api.call_api(
                path, method, {}, query, headers, body=body, auth_settings=["BearerToken"], _preload_content=False,
                _return_http_data_only=True, _request_timeout=(min(10.0, self._timeout), self._timeout),
            )  # fmt: skip
            status = response.status
            return status, self._read(response, deadline)
        except ApiException as error:
            text = error.body or b""
            data = text if isinstance(text, bytes) else str(text).encode()
            if not error.status:
                raise ClusterError(self._why(error)) from None
            return int(error.status), data
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(self._why(error)) from None

    def _read(self, response: Any, deadline: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.stream(1 << 16):
            size += len(part)
            if size > MOST_BYTES:
                raise ClusterError(f"{self.host} answers with more than {MOST_BYTES // 1_000_000} MB")
            if time.monotonic() > deadline:
                raise ClusterError(f"{self.host} takes more than {self._timeout:g} s to answer")
            parts.append(part)
        return b"".join(parts)

    def _why(self, error: BaseException) -> str:
        """What went wrong below HTTP, in a line that holds nothing of what was sent or received."""
        import urllib3.exceptions as failures

        cause: BaseException = error
        for each in _chain(error):
            cause = each
            if isinstance(each, failures.SSLError | failures.NewConnectionError | failures.TimeoutError | TimeoutError):
                break
        if isinstance(cause, failures.SSLError):
            said = str(cause)
            why = said[said.find("certificate verify failed") :].split(" (")[0] if "verify failed" in said else "TLS"
            return f"the certificate of {self.host} can't be trusted: {why.strip(' )')}"
        if isinstance(cause, failures.NewConnectionError | ConnectionError):
            return f"{self.host} can't be reached: {_plain(cause)}"
        if isinstance(cause, failures.TimeoutError | TimeoutError):
            return f"{self.host} takes more than {self._timeout:g} s to answer"
        return f"{self.host} closed the connection during its answer ({type(cause).__name__})"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, what the libraries wrapped in it, and what it was raised for."""
    todo: list[object] = [error]
    seen: set[int] = set()
    while todo and len(seen) < 20:
        one = todo.pop(0)
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            todo += [getattr(one, "reason", None), one.__cause__, one.__context__]


class _Expired(Exception):
    pass


def _plain(error: BaseException) -> str:
    """``Connection refused``, out of the layers of the libraries."""
    text = str(error)
    for words in ("Connection refused", "Name or service not known", "No route to host", "Connection reset"):
        if words in text:
            return words
    return type(error).__name__


def _configure(config: Any, configuration: Any, context: str | None, kubeconfig: str | None) -> str:
    """Fill in where the cluster is and who asks; the namespace of the context."""
    in_cluster = bool(os.environ.get("KUBERNETES_SERVICE_HOST"))
    named = kubeconfig or os.environ.get("KUBECONFIG") or os.path.expanduser("~/.kube/config")
    found = any(os.path.isfile(path) for path in named.split(os.pathsep))
    if not found and context is None and kubeconfig is None and in_cluster:
        try:
            config.load_incluster_config(client_configuration=configuration)
            return read_regular(_IN_POD, MAX_SETTINGS).decode("ascii").strip() or "default"
        except Exception as error:
            raise ClusterError(f"the service account of this pod can't be used ({type(error).__name__})") from None
    if not found:
        raise ClusterError(f"there is no kubeconfig at {named}, and this isn't a pod of a cluster")
    try:
        contexts, active = config.list_kube_config_contexts(config_file=kubeconfig)
    except Exception as error:  # its message may quote the file
        raise ClusterError(f"the kubeconfig {named} can't be read ({type(error).__name__})") from None
    names = sorted(str(each.get("name")) for each in contexts)
    chosen = active if context is None else next((each for each in contexts if each.get("name") == context), None)
    if chosen is None:
        raise ClusterError(f"the kubeconfig has no context {context}; it has {', '.join(names) or 'none'}")
    try:
        config.load_kube_config(
            config_file=kubeconfig, context=context, client_configuration=configuration, persist_config=False
        )
    except Exception as error:
        raise ClusterError(f"the context {chosen.get('name')} can't be used ({type(error).__name__})") from None
    return str((chosen.get("context") or {}).get("namespace") or "default")
