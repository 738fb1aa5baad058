"""The texts that people have written as Markdown, each with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from poddarkiv.archive import Archive
from poddarkiv.errors import Origin, Problem, Severity
from poddarkiv.model import Article
from poddarkiv.references import blank_code


@dataclass(frozen=True)
class Text:
    """A Markdown text and where it stands."""

    origin: Origin
    field: str
    """The key that holds it, or `body`."""
    body: str
    """Without what stands as code, which is shown as it is."""
    written: str
    """All of it; a character is at the same offset in both."""
    source: str
    """Its file, from `content/`, from which relative links are seen."""
    article: Article | None = None

    def problem(
        self, offset: int, message: str, remedy: str, rule: str, severity: Severity = Severity.ERROR
    ) -> Problem:
        """Return a problem at the character `offset` of the text."""
        first = self.origin.line(self.field)
        if self.field != "body":
            # In YAML the text begins on the line after its key.
            first += 1
        line = first + self.body.count("\n", 0, offset)
        return Problem(self.origin.path, line, "", message, remedy, severity, rule)


def texts(archive: Archive) -> Iterator[Text]:
    """Go through everything that people have written as Markdown."""
    for article in archive.articles:
        name = f"artiklar/{article.slug}"
        yield _file(archive, f"{name}.md", article.body, article)
        if article.easy_read is not None:
            yield _file(archive, f"{name}.lattlast.md", article.easy_read.body)
    for guest in archive.guests:
        yield _file(archive, f"gaster/{guest.slug}.md", guest.bio)
    for topic in archive.topics:
        yield _file(archive, f"amnen/{topic.slug}.md", topic.intro)
    for page in archive.pages.values():
        yield _file(archive, f"{page.slug}.md", page.body)
    for episode in archive.episodes:
        yield Text(archive.episode_origin(episode.slug), "notes", episode.notes, episode.notes, "")


def _file(archive: Archive, source: str, body: str, article: Article | None = None) -> Text:
    path = f"content/{source}"
    origin = archive.origins.get(path) or Origin(path)
    return Text(origin, "body", blank_code(body), body, source, article)
