"""What MkDocs is given of our pages: files that were never on disk, and ready HTML as templates."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, Template
from jinja2.exceptions import TemplateNotFound
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from poddarkiv.addresses import ARTICLES, EPISODES, GUESTS, HOME, TOPICS
from poddarkiv.pages import PageFile

PACKAGE = Path(__file__).parents[1]
ASSETS = "assets/pod"
FRAMES = {"pod/parts/header.html", "pod/parts/footer.html"}
"""Templates that hold nothing of one page."""
NOTHING = "pod/nothing.html"
"""The template of a page that stands in the site already."""
SECTIONS = {HOME, EPISODES, GUESTS, ARTICLES, TOPICS}
"""Addresses of lists, whose files are called `index.md`."""


class GeneratedPage(Page):
    """A page whose content is data: nothing to read, no Markdown to render."""

    generated: PageFile
    drawn = False
    """Whether it stands in the site already."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Say which template draws it."""
        self.markdown = ""
        self.meta = {"template": self.generated.template}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave everything to the template."""
        self.content = ""


class Partials(BaseLoader):
    """Ready HTML by template name."""

    def __init__(self, partials: Mapping[str, Any]) -> None:
        self._partials = partials

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002
        """Return a template that gives the HTML as it is."""
        if name not in self._partials:
            raise TemplateNotFound(name)
        make = self._partials[name]

        def root(_context: Any) -> Iterator[str]:
            yield make()

        return _template(environment, name, root, globals)


class Frames(BaseLoader):
    """Parts that many pages share, each drawn once for every place where it looks the same."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002
        """Return a template that draws the part when it has not been drawn for such a page."""
        if name not in FRAMES:
            raise TemplateNotFound(name)
        part = self._loader.load(environment, name, globals)
        drawn: dict[tuple[str, ...], str] = {}

        def root(context: Context) -> Iterator[str]:
            place = _place(context)
            if place not in drawn:
                inner = part.new_context(context.get_all(), shared=True)
                drawn[place] = "".join(part.root_render_func(inner))
            yield drawn[place]

        return _template(environment, name, root, globals)


def _place(context: Context) -> tuple[str, ...]:
    """Return what the frame of a page depends on: the way to the root, and the menu's mark."""
    page = context.get("page")
    data = page.meta if page is not None else {}
    section = str(data.get("section", ""))
    return str(context["base_url"]), section, str(data.get("path") == section)


def _template(environment: Environment, name: str, root: Any, variables: Any) -> Template:
    module = {"name": name, "blocks": {}, "root": root, "debug_info": "", "__file__": None}
    return environment.template_class.from_module_dict(environment, module, variables or {})


def look_up(environment: Environment) -> Callable[[Any, str], Any]:
    """Return Jinja's `environment.getattr`, quicker for mappings, which all of our data are.

    Jinja asks for an attribute first, and catches what is raised where there is none.
    """
    usual = environment.getattr

    def find(thing: Any, name: str) -> Any:
        if type(thing) is dict and name in thing and name not in _OF_MAPPINGS:
            return thing[name]
        return usual(thing, name)

    return find


_OF_MAPPINGS = frozenset(dir(dict))


def asset(name: str, config: MkDocsConfig) -> File:
    """Return a style sheet or script of ours as a file of the site."""
    return File(
        name,
        str(PACKAGE / "assets"),
        config.site_dir,
        config.use_directory_urls,
        dest_uri=f"{ASSETS}/{name}",
        inclusion=InclusionLevel.NOT_IN_NAV,
    )


def source_of(path: str) -> str:
    """Return the Markdown file that the page at `path` passes for: MkDocs finds links to it."""
    if path in SECTIONS:
        return f"{path}index.md"
    return f"{path.rstrip('/')}.md"
