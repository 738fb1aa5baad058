"""The templates of the site, and what they may call: the same for every engine."""

import contextlib
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    Template,
    meta,
    pass_context,
)
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context
from markupsafe import Markup

from poddarkiv.site.assets import TEMPLATES
from poddarkiv.site.template_cache import TemplateCache

STATIC_TEMPLATES = ("404.html", "sitemap.xml")
"""Templates that each make one file, at the root of every site."""


def make_environment(
    folders: Sequence[str], partials: Mapping[str, Callable[[], str]]
) -> Environment:
    """Return the environment that draws the templates in `folders`, of which the first wins.

    Filters and blocks are those that MkDocs' environment has, so that an archive's own templates
    are drawn by any engine.

    Args:
        folders: Where templates lie.
        partials: Ready HTML by the name of the template that it is included by.
    """
    # Nothing is escaped on its own in MkDocs either: each value in a template carries `| e`.
    environment = Environment(  # noqa: S701
        loader=ChoiceLoader([PartialLoader(partials), FileSystemLoader(folders)]),
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations()  # type: ignore[attr-defined]
    environment.bytecode_cache = TemplateCache(TEMPLATES, environment)
    environment.filters["url"] = url_filter
    environment.filters["script_tag"] = script_tag
    return environment


class PartialLoader(BaseLoader):
    """Gives ready HTML as templates, made when it is asked for."""

    def __init__(self, partials: Mapping[str, Callable[[], str]]) -> None:
        self._partials = partials

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002
        """Return a template that gives the HTML as it is.

        Raises:
            TemplateNotFound: It is none of ours.
        """
        if name not in self._partials:
            raise TemplateNotFound(name)
        make = self._partials[name]

        def root(_context: Any) -> Iterator[str]:
            yield make()

        # As a compiled template: an hour of speech has 150 kB, which Jinja would have to parse.
        module = {"name": name, "blocks": {}, "root": root, "debug_info": "", "__file__": None}
        return environment.template_class.from_module_dict(environment, module, globals or {})


def needs_theme(environment: Environment, folders: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a template in the folders `own` needs one that lies in another of `folders` alone.

    Args:
        environment: Parses them. A template that can't be parsed is reported when it is drawn.
            The package's own are not parsed: they need only one another.
        folders: Of all templates; the first that has one wins.
        own: Some of them.
    """
    pending = [
        path.relative_to(folder).as_posix()
        for folder in own
        if folder != str(TEMPLATES)
        for path in Path(folder).rglob("*.html")
    ]
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        place = next((folder for folder in folders if Path(folder, name).is_file()), None)
        if name in seen or place is None:
            continue
        if place not in own:
            return True
        if place == str(TEMPLATES):
            continue
        seen.add(name)
        with contextlib.suppress(TemplateSyntaxError, UnicodeDecodeError):
            parsed = environment.parse(Path(place, name).read_text("utf-8"))
            pending += filter(None, meta.find_referenced_templates(parsed))
    return False


@pass_context
def url_filter(context: Context, value: object) -> str:
    """Return the address `value`, from the site's root, as it is written in the page."""
    return url_from(str(value), context["page"], context["base_url"])


def url_from(address: str, page: Any, base_url: str) -> str:
    """Return `address`, from the site's root, as it is written in a page.

    Args:
        address: From the root; whole addresses and those from a host's root stay as they are.
        page: The page, with its `url`; None for a page that is shown at any address.
        base_url: The way to the root for such a page.

    >>> from types import SimpleNamespace
    >>> url_from("avsnitt/", SimpleNamespace(url="om/"), "..")
    '../avsnitt/'
    >>> url_from("avsnitt/", None, "/podd")
    '/podd/avsnitt/'
    """
    path, above = _normalized(address)
    if above < 0:
        return path
    if page is None:
        return posixpath.join(base_url, path)
    return "../" * above + relative_url(path, page.url)


@lru_cache(maxsize=4096)
def _normalized(address: str) -> tuple[str, int]:
    """Return an address, and how many folders it goes up from the root; -1 where it is whole."""
    path = address.replace("\\", "/") or "."
    parsed = urlsplit(path)
    if parsed.scheme or parsed.netloc or path.startswith(("/", "#")):
        return path, -1
    parts = posixpath.normpath(path).split("/")
    return path, next((i for i, part in enumerate(parts) if part != ".."), len(parts))


def relative_url(address: str, page: str) -> str:
    """Return `address` as seen from `page`, both from the root of the site.

    >>> relative_url("avsnitt/001-start/", "avsnitt/002-mitt/")
    '../001-start/'
    >>> relative_url(".", "avsnitt/")
    '..'
    """
    folder, _slash, name = page.rpartition("/")
    here, there = _parts(folder if "." in name else page), _parts(address)
    common = 0
    for mine, theirs in zip(here, there, strict=False):
        if mine != theirs:
            break
        common += 1
    way = "/".join(("..",) * (len(here) - common) + there[common:]) or "."
    return way + "/" if address.endswith("/") else way


@lru_cache(maxsize=4096)
def _parts(path: str) -> tuple[str, ...]:
    path = posixpath.normpath(path if path.startswith("/") else f"/{path}")[1:]
    return tuple(path.split("/")) if path else ()


@pass_context
def script_tag(context: Context, script: Any) -> Markup:
    """Return the element that loads a script of `extra_javascript`: an address or a mapping."""
    html = '<script src="{0}"'
    if not isinstance(script, str):
        html += ' type="{1.type}"' if script.type else ""
        html += " defer" if script.defer else ""
        html += " async" if script.async_ else ""
    return Markup(f"{html}></script>").format(url_filter(context, str(script)), script)  # noqa: S704


def build_time() -> datetime:
    """Return the moment of the build: now, or `SOURCE_DATE_EPOCH` (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
