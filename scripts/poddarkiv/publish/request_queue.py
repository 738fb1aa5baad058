"""Send many requests in parallel, few at a time to each host."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from poddarkiv.i18n import _
from poddarkiv.publish.http_client import HttpClient, Request, Response

PER_HOST = 4
"""Requests to one host at a time."""
_HOSTS_AT_A_TIME = 4
_SILENCES = 3
"""Requests in a row without a response after which a host is skipped."""


@dataclass
class _HostQueue:
    """The requests to one host, taken by several threads."""

    waiting: deque[tuple[int, Request]] = field(default_factory=deque)
    silent: int = 0


def send_all(
    requests: Sequence[Request],
    *,
    allow_local: bool = False,
    on_progress: Callable[[int], None] = lambda _count: None,
) -> list[Response]:
    """Return the response to each request, in their order.

    Args:
        requests: Any number, to any hosts.
        allow_local: Whether addresses that name this machine may be asked. No other address ever
            leads here, whatever it redirects to.
        on_progress: Called with the number of responses so far.
    """
    hosts: dict[str, _HostQueue] = {}
    for i, request in enumerate(requests):
        with suppress(ValueError):
            hosts.setdefault(urlsplit(request.url).netloc, _HostQueue()).waiting.append(
                (i, request)
            )
    responses = {i: Response(q.url, fault=_("is no web address")) for i, q in enumerate(requests)}
    lock, stopped = threading.Lock(), threading.Event()
    done = 0

    def work(host: _HostQueue) -> None:
        nonlocal done
        with HttpClient(allow_local=allow_local) as client:
            while host.waiting and not stopped.is_set():
                with lock:
                    i, request = host.waiting.popleft() if host.waiting else (-1, Request(""))
                if i < 0:
                    return
                response = _send_unless_silent(client, host, request)
                with lock:
                    responses[i] = response
                    done += 1
                    on_progress(done)

    lanes = [host for host in hosts.values() for _n in range(min(PER_HOST, len(host.waiting)))]
    with ThreadPoolExecutor(PER_HOST * _HOSTS_AT_A_TIME) as pool:
        try:
            for _result in pool.map(work, lanes):
                pass
        finally:
            stopped.set()
    return [responses[i] for i in range(len(requests))]


def _send_unless_silent(client: HttpClient, host: _HostQueue, request: Request) -> Response:
    if host.silent >= _SILENCES:
        return Response(request.url, fault=_("was not asked: the host does not answer"))
    response = client.send(request)
    # A redirect that ended badly is an answer of this host all the same.
    host.silent = host.silent + 1 if response.fault and not response.hops else 0
    return response
