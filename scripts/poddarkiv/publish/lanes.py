"""Ask many addresses, few at a time of each host."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from poddarkiv.i18n import _
from poddarkiv.publish.asking import Answer, Asker, Question

PER_HOST = 4
"""Requests that one host is asked at a time."""
_HOSTS_AT_A_TIME = 4
_SILENCES = 3
"""Times in a row after which a host is given up."""


@dataclass
class _Host:
    """The questions to one host, taken by several lanes."""

    waiting: deque[tuple[int, Question]] = field(default_factory=deque)
    silent: int = 0


def ask_all(
    questions: Sequence[Question],
    *,
    allow_local: bool = False,
    told: Callable[[int], None] = lambda _count: None,
) -> list[Answer]:
    """Return the answer to each question, in their order.

    Args:
        questions: Any number, to any hosts.
        allow_local: Whether addresses that name this machine may be asked. No other address ever
            leads here, whatever it redirects to.
        told: Is told how many have been answered.
    """
    hosts: dict[str, _Host] = {}
    for i, question in enumerate(questions):
        with suppress(ValueError):
            hosts.setdefault(urlsplit(question.url).netloc, _Host()).waiting.append((i, question))
    answers = {i: Answer(q.url, fault=_("is no web address")) for i, q in enumerate(questions)}
    lock, over = threading.Lock(), threading.Event()
    done = 0

    def lane(host: _Host) -> None:
        nonlocal done
        with Asker(allow_local=allow_local) as asker:
            while host.waiting and not over.is_set():
                with lock:
                    i, question = host.waiting.popleft() if host.waiting else (-1, Question(""))
                if i < 0:
                    return
                answer = _asked(asker, host, question)
                with lock:
                    answers[i] = answer
                    done += 1
                    told(done)

    lanes = [host for host in hosts.values() for _n in range(min(PER_HOST, len(host.waiting)))]
    with ThreadPoolExecutor(PER_HOST * _HOSTS_AT_A_TIME) as pool:
        try:
            for _result in pool.map(lane, lanes):
                pass
        finally:
            over.set()
    return [answers[i] for i in range(len(questions))]


def _asked(asker: Asker, host: _Host, question: Question) -> Answer:
    if host.silent >= _SILENCES:
        return Answer(question.url, fault=_("was not asked: the host does not answer"))
    answer = asker.ask(question)
    host.silent = host.silent + 1 if answer.fault and not answer.hops else 0
    return answer
