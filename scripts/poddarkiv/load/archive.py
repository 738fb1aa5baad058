"""Read a whole archive: every file, every fault, in one run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from poddarkiv import i18n
from poddarkiv.archive import Archive
from poddarkiv.errors import Origin, Problem, SourceError
from poddarkiv.filenames import is_passed_by
from poddarkiv.i18n import _
from poddarkiv.load.contents import attachments, lfs_pointers, media_sizes, unread
from poddarkiv.load.files import SourceFile, read_markdown_file, read_yaml_file
from poddarkiv.load.imported import read_imported_guids
from poddarkiv.load.mkdocsfile import check_mkdocs_file, read_menu
from poddarkiv.load.names import find_misnamed
from poddarkiv.load.nouns import make_noun
from poddarkiv.load.others import LazyTexts
from poddarkiv.load.pictures import LazyPictures
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

NounT = TypeVar("NounT", bound=BaseModel)


Known = dict[Path, tuple[tuple[int, int], Any, "_Run"]]
"""What files held when they were read before: a preview reads thousands again and again."""


@dataclass
class _Run:
    """What one reading of an archive has gathered."""

    root: Path
    known: Known | None = None
    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    out: frozenset[str] = frozenset()
    """Links out of the archive: what they lead to is not read."""

    def noun(self, model: type[NounT], file: SourceFile, /, **given: Any) -> NounT | None:
        """Return the noun in `file`; note its place and what is wrong."""
        self.origins[file.origin.path] = file.origin
        self.problems += file.problems
        noun = None
        if not file.problems or file.data is not None:
            noun, problems = make_noun(model, file.data, file.origin, **given)
            self.problems += problems
        if noun is None or file.problems:
            # Where only the case of a name is wrong, those that name it rightly are not.
            self.broken |= {file.origin.path, file.origin.path.lower()}
        return noun

    def once(self, path: Path, read: Callable[["_Run"], NounT | None]) -> NounT | None:
        """Return what `read` makes of the file at `path`, or made when the file was the same."""
        if self.known is None:
            return read(self)
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size)
        if self.known.get(path, (None,))[0] != state:
            alone = _Run(self.root)
            self.known[path] = (state, read(alone), alone)
        _state, noun, found = self.known[path]
        self.problems += found.problems
        self.origins |= found.origins
        self.broken |= found.broken
        result: NounT | None = noun
        return result

    def refuse(self, problems: list[Problem]) -> None:
        """Note what is wrong with names and links, and read none of what leads out."""
        self.problems += problems
        self.out = frozenset(problem.path for problem in problems if problem.rule == "link-out")
        self.broken |= self.out

    def each(self, pattern: str) -> Iterator[Path]:
        """Go through the files that match, in an order that is the same everywhere."""
        for path in sorted(self.root.glob(pattern), key=lambda path: path.as_posix()):
            within = path.relative_to(self.root)
            names = (within.as_posix(), within.parent.as_posix())
            if not any(map(is_passed_by, within.parts)) and self.out.isdisjoint(names):
                yield path


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
    run = _Run(root, known)
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


def _episodes(run: _Run) -> Iterator[Episode]:
    for path in run.each("episodes/*/episode.yml"):
        episode = run.once(path, partial(_episode, path))
        if episode is not None:
            yield episode
    for folder in run.each("episodes/*"):
        if folder.is_dir() and not (folder / "episode.yml").exists():
            run.broken.add(f"{folder.relative_to(run.root).as_posix()}/episode.yml")
            run.problems.append(_without_episode(folder, run.root))


def _episode(path: Path, run: _Run) -> Episode | None:
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
    run: _Run, pattern: str, model: Callable[..., NounT] | type[NounT], body: str
) -> Iterator[NounT]:
    assert isinstance(model, type)
    for path in run.each(pattern):
        file = read_markdown_file(path, run.root)
        noun = run.noun(model, file, slug=path.stem, **{body: file.body})
        if noun is not None:
            yield noun


def _articles(run: _Run) -> Iterator[Article]:
    for path in run.each("content/artiklar/*.md"):
        if path.stem.endswith(_EASY):
            continue
        file = read_markdown_file(path, run.root)
        article = run.noun(
            Article, file, slug=path.stem, body=file.body, easy_read=_easy_read(run, path)
        )
        if article is not None:
            yield article


def _easy_read(run: _Run, path: Path) -> EasyRead | None:
    sibling = path.with_name(f"{path.stem}{_EASY}.md")
    if not sibling.is_file():
        return None
    file = read_markdown_file(sibling, run.root)
    return run.noun(EasyRead, file, body=file.body)


def _data(run: _Run, name: str, model: type[NounT]) -> NounT:
    path = run.root / name
    noun = run.noun(model, read_yaml_file(path, run.root)) if path.is_file() else None
    return noun if noun is not None else model()


def _locks(run: _Run) -> Iterator[tuple[str, Lock]]:
    for path in run.each("episodes/*/episode.lock.yml"):
        lock = run.once(path, partial(_lock, path))
        if lock is not None:
            yield path.parent.name, lock


def _lock(path: Path, run: _Run) -> Lock | None:
    return run.noun(Lock, read_yaml_file(path, run.root))


def read_lock(root: Path, slug: str) -> Lock | None:
    """Return the lock beside an episode as it is now; None where there is none, or a broken one."""
    path = root / "episodes" / slug / "episode.lock.yml"
    return _lock(path, _Run(root)) if path.is_file() else None


def _site_url(run: _Run) -> str:
    run.problems += check_mkdocs_file(run.root)
    url, problems = read_site_url(run.root)
    run.origins["mkdocs.yml"] = Origin("mkdocs.yml", {("site_url",): site_url_line(run.root)})
    run.problems += problems
    if problems:
        run.broken.add("mkdocs.yml")
    return url
