"""Redact a built site: no file of it may name somebody who is withheld.

What we publish is made without them. This finds what others drew (MkDocs' own pages, an archive's
overrides, another plugin), and redacts a site that was built before consent was withdrawn.
"""

import json
import re
import sys
from collections.abc import Iterable
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from poddarkiv.addresses import root_from
from poddarkiv.archive import Archive
from poddarkiv.consent import Names, list_names
from poddarkiv.consent.names import name_key
from poddarkiv.consent.neutral import no_text, no_title
from poddarkiv.consent.patterns import normalize_text, split_name
from poddarkiv.i18n import _, language
from poddarkiv.load.siteurl import read_site_url
from poddarkiv.load.withdrawn import read_withheld_names
from poddarkiv.output import write_if_changed
from poddarkiv.site.file_texts import Noise, read_texts
from poddarkiv.site.index_files import VOCABULARY_FILE
from poddarkiv.site.installed import is_installed

if TYPE_CHECKING:
    from lxml.etree import _Element

_LISTS = {"feed.xml": "item", "nytt.xml": "item", "sitemap.xml": "url"}
"""Lists whose entries can go one by one, and what an entry is called."""
_WORDS = f"pagefind/{VOCABULARY_FILE}"
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var"
    r"|wbr)\b[^>]*>"
)
"""Marks that may stand in the middle of a word."""
_LED_TO = re.compile(r"""\b(?:src|href|content|url)=["']([^"']+)""")
_SHARED = ("assets/", "pagefind/")
"""What no page has for itself."""
_PAGES = {".html", ".xml", ""}
_HERE = "https://here.invalid/"


def redact_site(site: Path, names: Names, *, site_url: str = "") -> list[str]:
    """Redact or remove every file in the folder `site` that holds one of `names`.

    A page answers with a neutral line, a feed or site map loses the entry, what else holds a name
    is removed, and so are recordings and pictures that only such pages and entries led to.

    Returns:
        The files, from `site`, that were changed or removed.
    """
    if not names or not site.is_dir():
        return []
    return _Redaction(site, names, site_url).run()


class _Redaction:
    def __init__(self, site: Path, names: Names, site_url: str) -> None:
        self._site = site
        self._names = names
        self._site_url = site_url
        self._freed: set[str] = set()
        """Files that what was taken out led to."""
        self._needed: set[str] = set()
        """Files that the rest leads to."""

    def run(self) -> list[str]:
        found = []
        for path in sorted(self._site.rglob("*")):
            name = path.relative_to(self._site).as_posix()
            if path.is_file() and self._changed(path, name):
                found.append(name)
        for name in sorted(self._freed - self._needed):
            path = self._site / name
            if path.suffix not in _PAGES and path.is_file():
                path.unlink()
                found.append(name)
        self._prune()
        return found

    def _prune(self) -> None:
        """Remove folders that have become empty: their names tell too."""
        for folder in sorted((p for p in self._site.rglob("*") if p.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()

    def _changed(self, path: Path, name: str) -> bool:
        if name == _WORDS:
            return self._forget_words(path)
        texts = list(read_texts(path))
        lists = path.suffix in {".html", ".xml"}
        found = self._names.within(name) or any(map(self._holds, texts))
        if not found or is_installed(path, name):
            if lists:
                self._needed |= self._led_to(texts, name)
            return False
        if name in _LISTS:
            self._thin(path, name)
            return True
        if lists:
            self._freed |= self._led_to(texts, name)
        if path.suffix == ".html" and not self._names.within(name):
            write_if_changed(path, _neutral_page(name))
        else:
            path.unlink()
        return True

    def _forget_words(self, path: Path) -> bool:
        """Take a name out of the words that the search knows, where all of it is among them.

        They stand in the order of texts that have just gone, one word of the name after the other.
        """
        try:
            known: list[str] = json.loads(path.read_bytes())
        except ValueError:
            path.unlink()
            return True
        names = [set(split_name(normalize_text(name).lower())) for name in self._names.names]
        gone = {word for words in names if words <= set(known) for word in words}
        kept = [word for word in known if word not in gone]
        if gone:
            text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
            write_if_changed(path, text.encode())
        return bool(gone)

    def _holds(self, text: str) -> bool:
        if isinstance(text, Noise):
            return self._names.within_noise(text)
        if self._site_url:
            text = text.replace(self._site_url, "/")
        return self._names.within(text) or (
            "<" in text and self._names.within(_INLINE.sub("", text))
        )

    def _led_to(self, texts: Iterable[str], name: str) -> set[str]:
        """Return the recordings and pictures of the site that a page or entry leads to."""
        base = urljoin(_HERE, name)
        found = set()
        for text in texts:
            for address in _LED_TO.findall(text):
                whole = urljoin(base, unescape(address).replace(self._site_url or _HERE, _HERE))
                path = unquote(whole.removeprefix(_HERE).partition("#")[0].partition("?")[0])
                if whole.startswith(_HERE) and not path.startswith(_SHARED):
                    found.add(path)
        return found

    def _thin(self, path: Path, name: str) -> None:
        """Take the entries that hold a name out of a list, then whatever else holds one."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            root = etree.fromstring(path.read_bytes(), parser)
        except etree.XMLSyntaxError:
            path.unlink()
            return
        # Who makes the show is credited in each entry: there the credit alone goes.
        makers = {maker.text for maker in root.iterfind("channel/{*}person")}
        self._drop([e for e in root.iter("{*}person") if e.text in makers], name)
        self._drop(list(root.iter(f"{{*}}{_LISTS[name]}")), name)
        self._drop([e for e in root.iter() if not len(e)], name)
        content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
        if self._holds(content.decode()):
            path.unlink()
        else:
            self._needed |= self._led_to([content.decode()], name)
            write_if_changed(path, content + b"\n")

    def _drop(self, elements: "Iterable[_Element]", name: str) -> None:
        from lxml import etree

        for element in elements:
            parent, text = element.getparent(), etree.tostring(element, encoding="unicode")
            if parent is not None and self._holds(text):
                self._freed |= self._led_to([text], name)
                parent.remove(element)


def _neutral_page(name: str) -> bytes:
    """Return the page that stands where one named somebody."""
    folder = name.rpartition("/")[0]
    root = escape(root_from(f"{folder}/" if folder else "") or "./")
    page = (
        f'<!doctype html><html lang="{escape(language()[:2])}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{escape(no_title())}</title>'
        f'<link rel="stylesheet" href="{root}assets/pod/css/base.css"></head><body><main>'
        f"<h1>{escape(no_title())}</h1><p>{escape(no_text())}</p>"
        f'<p><a href="{root}">{escape(_("Home"))}</a></p></main></body></html>\n'
    )
    return page.encode()


def redact_new_site(site: Path, archive: Archive) -> None:
    """Redact the people withheld from the view `archive` in a site that was just built."""
    # Somebody else of the same name keeps the credits, which cannot be told apart here.
    shared = {name_key(guest.name) for guest in archive.guests}
    people = tuple(guest for guest in archive.withheld if name_key(guest.name) not in shared)
    _tell(redact_site(site, list_names(archive, people), site_url=archive.site_url))


def redact_existing_site(root: Path, site: Path, as_of: datetime) -> None:
    """Redact the people who may not be shown in a site that was built before.

    For when there is no new site to replace it: whatever is wrong in the sources, withdrawn
    consent does not wait for it.
    """
    url, _problems = read_site_url(root)
    _tell(redact_site(site, read_withheld_names(root, as_of), site_url=url))


def _tell(changed: list[str]) -> None:
    if changed:
        named = ", ".join(changed[:5]) + (" …" if len(changed) > 5 else "")
        text = _("Left out, for consent that has ended: {files}")
        print(text.format(files=named), file=sys.stderr)  # noqa: T201 - also without a command
