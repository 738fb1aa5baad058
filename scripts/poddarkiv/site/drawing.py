"""Draw pages in several processes at once, where that is quicker."""

import logging
from collections.abc import Callable, Sequence

from poddarkiv.addresses import source_of
from poddarkiv.i18n import _
from poddarkiv.site.workers import run_in_workers, worker_count

log = logging.getLogger("mkdocs.plugins.poddarkiv")

FEW = 500
"""Pages that one process draws: with 60 episodes (106 pages) forks cost a tenth more CPU."""


def draw_pages(
    addresses: Sequence[str],
    draw: Callable[[str], object],
    *,
    wait: Callable[[int], int] | None,
) -> None:
    """Draw the pages at `addresses`, each by itself.

    A fault in a worker leaves all to this process, which comes to the same fault, and raises it.

    Args:
        addresses: Of the pages.
        draw: Writes one page, and changes nothing in memory that another page needs.
        wait: Waits for a process, and returns its status; None where only this one may draw.
    """
    count = worker_count() if wait is not None and len(addresses) > FEW else 1
    if wait is not None and count > 1 and run_in_workers(addresses, draw, workers=count, wait=wait):
        return
    for address in addresses:
        try:
            draw(address)
        except Exception:
            # Its traceback, where it is of use, is told by whoever catches it.
            text = _("{page} could not be drawn", page=source_of(address))
            log.error(text)  # noqa: TRY400
            raise
