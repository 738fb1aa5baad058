"""What MkDocs is given of our pages: files that were never on disk, and ready HTML as templates."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, Template
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from poddarkiv.addresses import ARTICLES, EPISODES, GUESTS, HOME, TOPICS
from poddarkiv.pages import PageFile

PACKAGE = Path(__file__).parents[1]
ASSETS = "assets/pod"
SECTIONS = {HOME, EPISODES, GUESTS, ARTICLES, TOPICS}
"""Addresses of lists, whose files are called `index.md`."""


class GeneratedPage(Page):
    """A page whose content is data: nothing to read, no Markdown to render."""

    generated: PageFile

    def read_source(self, config: MkDocsConfig) -> None:
        """Say which template draws it."""
        self.markdown = ""
        self.meta = {"template": self.generated.template}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave everything to the template."""
        self.content = ""


class _Compiled(BytecodeCache):
    """Templates that this process has compiled: a preview draws with them again and again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


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

        module = {
            "name": name,
            "blocks": {},
            "root": root,
            "debug_info": "",
            "__file__": None,
        }
        return environment.template_class.from_module_dict(environment, module, globals or {})


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
