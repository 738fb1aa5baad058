"""Draw a page: the one place where data meets a template, for every engine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin, urlsplit

from jinja2 import Environment, Template

from poddarkiv.addresses import source_of
from poddarkiv.pages import PageFile
from poddarkiv.site.templates import relative_url, url_from


@dataclass
class PageView:
    """What a template sees as `page`, by the names that MkDocs has for it."""

    url: str
    """From the site's root; the front page's is empty."""
    title: str
    meta: Mapping[str, Any]
    """The page's data."""
    site_url: str = ""
    content: str = ""
    edit_url: str | None = None
    update_date: str = ""
    hidden: bool = False
    toc: list[Any] = field(default_factory=list)
    previous_page: None = None
    next_page: None = None
    parent: None = None
    children: None = None
    active: bool = True
    is_page: bool = True
    is_section: bool = False
    is_link: bool = False

    @property
    def canonical_url(self) -> str | None:
        """The whole address, where the site has one and others are to know the page."""
        return urljoin(self.site_url, self.url) if self.site_url and not self.hidden else None

    @property
    def abs_url(self) -> str | None:
        """The address from the host's root."""
        return urlsplit(self.canonical_url).path if self.canonical_url else None

    @property
    def is_homepage(self) -> bool:
        """Whether it is the front page."""
        return not self.url

    @property
    def file(self) -> SimpleNamespace:
        """The Markdown file that the page passes for."""
        return SimpleNamespace(src_uri=source_of(self.url), url=self.url or "./", page=self)


class PageRenderer:
    """Draws the pages of one site."""

    def __init__(
        self, environment: Environment, variables: Mapping[str, Any], *, site_url: str
    ) -> None:
        """Prepare to draw.

        Args:
            environment: Ours or MkDocs' own, with every template and partial.
            variables: What each page's template sees besides the page: `config`, `nav`, …
            site_url: The site's address.
        """
        self._environment = environment
        self._variables = variables
        self._site_url = site_url

    def render_page(self, address: str, page: PageFile) -> str:
        """Return the HTML of `page`, which stands at `address` (from the site's root).

        Raises:
            TemplateError: A template is wrong.
        """
        view = PageView(
            address,
            page.title,
            dict(page.data()),
            site_url=self._site_url,
            update_date=page.updated.isoformat() if page.updated else "",
            hidden=page.hidden,
        )
        return self.render_view(page.template, view)

    def render_view(self, template: str, view: PageView) -> str:
        """Return the HTML of a page that is not one of ours, drawn with `template`."""
        base_url = relative_url(".", view.url)
        return self._environment.get_template(template).render(
            self._shared(view, base_url), page=view
        )

    def render_static(self, name: str) -> str:
        """Return what the file `name`, at the site's root, becomes, drawn with the same template.

        The page for what is not found is shown at any address: its links begin at the host's root.
        """
        return self.render_template(self._environment.get_template(name), name)

    def render_template(self, template: Template, name: str) -> str:
        """Return what the file `name`, from the site's root, becomes, drawn with `template`."""
        is_error = re.fullmatch(r"\d{3}\.html?", name)
        base_url = urlsplit(self._site_url or "/").path if is_error else relative_url(".", name)
        return template.render(self._shared(None, base_url), page=None)

    def _shared(self, view: PageView | None, base_url: str) -> dict[str, Any]:
        config = self._variables["config"]
        return {
            **self._variables,
            "base_url": base_url,
            "extra_css": [url_from(path, view, base_url) for path in config.extra_css],
            "extra_javascript": [
                url_from(str(path), view, base_url) for path in config.extra_javascript
            ],
        }
