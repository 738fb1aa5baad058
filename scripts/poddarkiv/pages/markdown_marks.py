"""Our own Markdown: citations, moments, line breaks, heading ids and links between pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from poddarkiv.addresses import episode_path, link, path_of_source
from poddarkiv.i18n import _
from poddarkiv.pages.scope import Scope
from poddarkiv.references import CITATION, MOMENT, Moment, find_episodes, resolve_link
from poddarkiv.slugs import slugify
from poddarkiv.timecode import format_clock, fragment_seconds


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text, for its table of contents."""

    id: str
    title: str


@dataclass(slots=True)
class RenderedText:
    """A text that has been rendered."""

    html: str = ""
    headings: list[Heading] = field(default_factory=list)
    """The second-level ones."""
    citations: dict[str, list[str]] = field(default_factory=dict)
    """By source id: the ids of the places that cite it."""


@dataclass
class PageContext:
    """What the extension must know of the page at hand."""

    source: str
    root: str
    numbers: Mapping[str, int]
    body: RenderedText


class ArchiveMarks(Extension):
    """Our own marks, line breaks, heading ids and links between pages."""

    page: PageContext

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the marks; a higher priority runs first (Python-Markdown's escape is 180)."""
        md.inlinePatterns.register(_Citation(CITATION.pattern, md, self), "pod_cite", 179)
        md.inlinePatterns.register(_MomentLink(MOMENT.pattern, md, self), "pod_moment", 178)
        md.inlinePatterns.register(_Break(r"\\\n", md), "pod_break", 185)
        md.treeprocessors.register(_Tree(md, self), "pod_tree", 5)


class _Break(InlineProcessor):
    # CommonMark's hard line break, which Python-Markdown lacks; easy-read texts live on it.
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        return Element("br"), m.start(0), m.end(0)


class _Citation(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, marks: ArchiveMarks) -> None:
        super().__init__(pattern, md)
        self.marks = marks

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element | None, int | None, int | None]:
        page, source = self.marks.page, m[1]
        if source not in page.numbers:
            return None, None, None
        number = page.numbers[source]
        places = page.body.citations.setdefault(source, [])
        places.append(f"hanvisning-{number}-{len(places) + 1}")
        element = Element("a", {"class": "pod-cite", "href": f"#kalla-{number}", "id": places[-1]})
        element.set("aria-label", _("Source {n}", n=number))
        element.text = f"[{number}]"
        return element, m.start(0), m.end(0)


class _MomentLink(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, marks: ArchiveMarks) -> None:
        super().__init__(pattern, md)
        self.compiled_re = re.compile(pattern, re.IGNORECASE | re.DOTALL)
        self.marks = marks

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element | None, int | None, int | None]:
        scope = self.marks.scope
        moment = Moment(m[1], m[2], m.start(0), None)
        named = find_episodes(scope.archive, moment.name)
        if len(named) != 1:
            return None, None, None
        [episode] = named
        element: Element
        if episode.slug in scope.episode_by_slug:
            element = Element("a", {"class": "pod-jump"})
            at = "" if moment.seconds is None else f"#t={fragment_seconds(moment.seconds)}"
            element.set("href", link(self.marks.page.root, episode_path(episode.slug)) + at)
        else:
            element = Element("span")
        element.text = episode.title
        if moment.seconds is not None:
            clock = SubElement(element, "span")
            clock.text = format_clock(moment.seconds)
            element.text += ", "
        return element, m.start(0), m.end(0)


class _Tree(Treeprocessor):
    def __init__(self, md: Markdown, marks: ArchiveMarks) -> None:
        super().__init__(md)
        self.marks = marks

    def run(self, root: Element) -> None:
        taken: set[str] = set()
        for element in root.iter():
            if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                self._heading(element, taken)
            elif element.tag == "a" and "class" not in element.attrib:
                # Those with a class are ours, and lead the right way already.
                self._link(element, "href")
            elif element.tag == "img":
                self._link(element, "src")
                element.set("loading", "lazy")

    def _heading(self, element: Element, taken: set[str]) -> None:
        # The page's title is the only first-level heading.
        element.tag = {"h1": "h2", "h5": "h4", "h6": "h4"}.get(element.tag, element.tag)
        title = "".join(element.itertext())
        base = slugify(title) or "del"
        if re.match(r"(?:t|kalla|hanvisning)-\d", base):
            # Times, sources and citations have these.
            base = f"rubrik-{base}"
        name, count = base, 1
        while name in taken:
            count += 1
            name = f"{base}-del-{count}"
        taken.add(name)
        element.set("id", name)
        if element.tag == "h2":
            self.marks.page.body.headings.append(Heading(name, title))

    def _link(self, element: Element, key: str) -> None:
        page = self.marks.page
        target = element.get(key, "")
        file = resolve_link(page.source, target)
        if file is None:
            return
        if file in self.marks.scope.unseen_articles:
            # There is no page yet: the words stay, the link would lead nowhere.
            element.tag = "span"
            element.attrib.pop(key)
            return
        _path, hash_mark, anchor = target.partition("#")
        address = path_of_source(file)
        if target.partition("#")[0].endswith("/"):
            file += "/"
        element.set(key, link(page.root, file if address is None else address) + hash_mark + anchor)
