"""Draw the pages that one change is about, at once: a process that `serve` keeps beside itself.

`python -m poddarkiv.commands._preview` reads a line of JSON for each change and answers with one.
The whole site follows from a build of its own; this only saves the writer from waiting for it.
"""

import contextlib
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from poddarkiv import addresses
from poddarkiv.archive import Archive
from poddarkiv.checks import check, stops_build
from poddarkiv.commands._shared import remove_withheld_on_failure
from poddarkiv.commands.build import draw_site
from poddarkiv.errors import PoddarkivError, SourceError
from poddarkiv.load import load_archive
from poddarkiv.load.reading import Known
from poddarkiv.model.show import ENGINES, EngineName
from poddarkiv.output import scratch_folder, write_if_changed
from poddarkiv.site.job import Job

MOST = 4
"""Changed files beyond which the whole site is built instead."""


_known: Known = {}


def pages_of(changed: Iterable[str]) -> frozenset[str]:
    """Return the addresses of the pages that hold the files `changed` (from the root).

    Empty when some other file changed, which may show on any page.

    >>> sorted(pages_of(["episodes/001-start/transcript.vtt"]))
    ['avsnitt/001-start/']
    >>> pages_of(["episodes/001-start/episode.yml", "mkdocs.yml"])
    frozenset()
    """
    found = [_page_of(name) for name in changed]
    return frozenset(filter(None, found)) if all(found) and len(found) <= MOST else frozenset()


def _page_of(name: str) -> str | None:
    folder, _slash, rest = name.partition("/")
    if folder == "episodes":
        slug, _slash, file = rest.partition("/")
        return addresses.episode_path(slug) if file else None
    if folder == "content" and not rest.startswith("ordlista"):
        return addresses.path_of_source(rest)
    return None


def draw_pages(
    root: Path,
    site: Path,
    only: frozenset[str],
    *,
    drafts: bool,
    engine: EngineName | None = None,
) -> bool:
    """Draw the pages of the archive at `root` that have the addresses `only` into `site`.

    Returns:
        Whether they were drawn: only pages that the site has already are.

    Raises:
        PoddarkivError: The archive has errors; nothing is written.
    """
    if not only or not all((site / path / "index.html").is_file() for path in only):
        return False
    for path, content in _drawn(root, site, only, drafts=drafts, engine=engine).items():
        write_if_changed(site / path, content)
    return True


def _drawn(
    root: Path, site: Path, only: frozenset[str], *, drafts: bool, engine: EngineName | None
) -> dict[Path, bytes]:
    now = datetime.now(UTC)
    archive = load_archive(root, _known)
    _stop_on_errors(archive, now, only)
    with scratch_folder(site, "page") as folder:
        draw_site(root, folder, Job(archive, now, drafts=drafts, only=only, engine=engine))
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder): path.read_bytes() for path in files}


def _stop_on_errors(archive: Archive, now: datetime, only: frozenset[str]) -> None:
    # Rules that go through every transcript see those of these pages: the rest is the build's.
    slugs = [slug for slug in archive.transcripts if addresses.episode_path(slug) in only]
    few = replace(archive, transcripts={slug: archive.transcripts[slug] for slug in slugs})
    errors = [problem for problem in check(few, now) if stops_build(problem)]
    here = [problem for problem in errors if _page_of(problem.path) in only]
    if here:
        raise SourceError(here)


def _answer(
    root: Path, site: Path, drafts: bool, engine: EngineName | None, changed: list[str]
) -> dict[str, Any]:
    try:
        with remove_withheld_on_failure(root, site, datetime.now(UTC)):
            only = pages_of(changed)
            drawn = draw_pages(root, site, only, drafts=drafts, engine=engine)
    except PoddarkivError as error:
        return {"drawn": False, "problem": str(error)}
    return {"drawn": drawn, "problem": ""}


def _prepare(root: Path, site: Path, drafts: bool, engine: EngineName | None) -> None:
    # The first page takes seconds, for what is imported, read and compiled: before it is asked for.
    with contextlib.suppress(PoddarkivError):
        some = next((episode.slug for episode in load_archive(root, _known).episodes), None)
        if some:
            only = frozenset({addresses.episode_path(some)})
            _drawn(root, site, only, drafts=drafts, engine=engine)


def main() -> None:
    """Answer changes until there are no more."""
    root, site, drafts = Path(sys.argv[1]), Path(sys.argv[2]), "--drafts" in sys.argv[3:]
    engine = next((name for name in ENGINES if name in sys.argv[3:]), None)
    _prepare(root, site, drafts, engine)
    for line in sys.stdin:
        answer = _answer(root, site, drafts, engine, json.loads(line))
        print(json.dumps(answer), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
