"""Read a whole archive: every file, every fault, in one run."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.errors import Origin, Problem, SourceError
from poddarkiv.i18n import _
from poddarkiv.load.contents import attachments, lfs_pointers, media_sizes, unread
from poddarkiv.load.files import read_markdown_file, read_yaml_file
from poddarkiv.load.imported import read_imported_guids
from poddarkiv.load.mkdocsfile import check_mkdocs_file, read_menu
from poddarkiv.load.names import find_misnamed
from poddarkiv.load.others import LazyTexts
from poddarkiv.load.pictures import LazyPictures
from poddarkiv.load.reading import ArchiveReading, Known, NounT
from poddarkiv.load.root import SHOW_FILE, find_root, peek_language
from poddarkiv.load.siteurl import read_site_url, site_url_line
from poddarkiv.load.transcripts import ForeignTranscripts, LazyTranscripts
from poddarkiv.load.tree import check_tree
from poddarkiv.model import (
    Article,
    Contacts,
    EasyRead,
    Episode,
    Glossary,
    Guest,
    Lock,
    Page,
    Show,
    Topic,
)

_EASY = ".lattlast"
_ALMOST_EPISODE = {"episode.yml", "episode.yaml", "episode.yml.txt", "avsnitt.yml"}

__all__ = ["find_root", "load_archive", "peek_language", "read_archive"]


def load_archive(root: Path, known: Known | None = None) -> Archive:
    """Return the archive in `root`.

    Args:
        root: The archive's folder.
        known: What was read before; filled, so that the next reading is quicker.

    Raises:
        SourceError: With every fault of every file.
    """
    archive, problems = read_archive(root, known)
    if archive is None or problems:
        raise SourceError(problems)
    return archive


def read_archive(root: Path, known: Known | None = None) -> tuple[Archive | None, list[Problem]]:
    """Return what can be read of the archive in `root`, and every fault of every file.

    The archive is None only when `episodes/show.yml` itself can't be read, or when files have
    names that would be read on some machines and not on others.
    """
    i18n.use(peek_language(root))
    wrong = find_misnamed(root)
    if wrong:
        return None, wrong
    run = ArchiveReading(root, known)
    show = run.noun(Show, read_yaml_file(root / SHOW_FILE, root))
    media_link = show is not None and show.media_link
    run.refuse(check_tree(root, media_link=media_link))
    episodes = tuple(_episodes(run))
    transcripts = LazyTranscripts(root)
    media = media_sizes(root, media_link=media_link)
    archive_parts: dict[str, Any] = {
        "episodes": episodes,
        "guests": tuple(_markdown(run, "content/gaster/*.md", Guest, "bio")),
        "articles": tuple(_articles(run)),
        "topics": tuple(_markdown(run, "content/amnen/*.md", Topic, "intro")),
        "pages": {page.slug: page for page in _markdown(run, "content/*.md", Page, "body")},
        "glossary": _data(run, "content/ordlista.yml", Glossary),
        "contacts": _data(run, "content/kontakter.yml", Contacts),
        "locks": dict(_locks(run)),
        "transcripts": transcripts,
        "cue_lines": transcripts.lines,
        "foreign": ForeignTranscripts(root),
        "media": media,
        "imported": read_imported_guids(root),
        "pointers": lfs_pointers(root, media),
        "other_texts": LazyTexts(root, run.origins),
        "attachments": attachments(root),
        "menu": read_menu(root),
        "unread": unread(root),
        "pictures": LazyPictures(root, media),
        "site_url": _site_url(run),
    }
    if show is None:
        return None, sorted(run.problems)
    archive = Archive(
        root=root,
        show=show,
        origins=run.origins,
        broken=frozenset(run.broken),
        **archive_parts,
    )
    return archive, sorted(run.problems)


def _episodes(run: ArchiveReading) -> Iterator[Episode]:
    for path in run.each("episodes/*/episode.yml"):
        episode = run.once(path, partial(_episode, path))
        if episode is not None:
            yield episode
    for folder in run.each("episodes/*"):
        if folder.is_dir() and not (folder / "episode.yml").exists():
            run.broken.add(f"{folder.relative_to(run.root).as_posix()}/episode.yml")
            run.problems.append(_without_episode(folder, run.root))


def _episode(path: Path, run: ArchiveReading) -> Episode | None:
    return run.noun(Episode, read_yaml_file(path, run.root), slug=path.parent.name)


def _without_episode(folder: Path, root: Path) -> Problem:
    other = next(
        (p.name for p in sorted(folder.iterdir()) if p.name.casefold() in _ALMOST_EPISODE), None
    )
    return Problem(
        f"{folder.relative_to(root).as_posix()}/{other or 'episode.yml'}",
        1,
        "",
        _("the folder has no episode.yml"),
        _("rename {file} to episode.yml", file=other)
        if other
        else _("write one (poddarkiv new) or remove the folder"),
        rule="empty-folder",
    )


def _markdown(
    run: ArchiveReading, pattern: str, model: Callable[..., NounT] | type[NounT], body: str
) -> Iterator[NounT]:
    assert isinstance(model, type)
    for path in run.each(pattern):
        file = read_markdown_file(path, run.root)
        noun = run.noun(model, file, slug=path.stem, **{body: file.body})
        if noun is not None:
            yield noun


def _articles(run: ArchiveReading) -> Iterator[Article]:
    for path in run.each("content/artiklar/*.md"):
        if path.stem.endswith(_EASY):
            continue
        file = read_markdown_file(path, run.root)
        article = run.noun(
            Article, file, slug=path.stem, body=file.body, easy_read=_easy_read(run, path)
        )
        if article is not None:
            yield article


def _easy_read(run: ArchiveReading, path: Path) -> EasyRead | None:
    sibling = path.with_name(f"{path.stem}{_EASY}.md")
    if not sibling.is_file():
        return None
    file = read_markdown_file(sibling, run.root)
    return run.noun(EasyRead, file, body=file.body)


def _data(run: ArchiveReading, name: str, model: type[NounT]) -> NounT:
    path = run.root / name
    noun = run.noun(model, read_yaml_file(path, run.root)) if path.is_file() else None
    return noun if noun is not None else model()


def _locks(run: ArchiveReading) -> Iterator[tuple[str, Lock]]:
    for path in run.each("episodes/*/episode.lock.yml"):
        lock = run.once(path, partial(_lock, path))
        if lock is not None:
            yield path.parent.name, lock


def _lock(path: Path, run: ArchiveReading) -> Lock | None:
    return run.noun(Lock, read_yaml_file(path, run.root))


def read_lock(root: Path, slug: str) -> Lock | None:
    """Return the lock beside an episode as it is now; None where there is none, or a broken one."""
    path = root / "episodes" / slug / "episode.lock.yml"
    return _lock(path, ArchiveReading(root)) if path.is_file() else None


def _site_url(run: ArchiveReading) -> str:
    run.problems += check_mkdocs_file(run.root)
    url, problems = read_site_url(run.root)
    run.origins["mkdocs.yml"] = Origin("mkdocs.yml", {("site_url",): site_url_line(run.root)})
    run.problems += problems
    if problems:
        run.broken.add("mkdocs.yml")
    return url
