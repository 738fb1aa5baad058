"""Draw our pages in several processes, before MkDocs comes to them.

MkDocs draws one page after the other. Where nobody but us looks at pages as they are drawn, their
order does not matter, and what is drawn is the same: `mkdocs.commands.build` draws here too.
"""

import contextlib
import ctypes
import logging
from collections.abc import Callable, Iterator, Sequence

from jinja2 import Environment
from mkdocs.commands.build import _build_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from poddarkiv.site.together import hands, together
from poddarkiv.site.virtual import NOTHING, GeneratedPage

FEW = 100
"""Pages that are drawn sooner than a process is copied."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Numbers of `mallopt(3)`."""
_EVENTS = ("page_context", "post_page")
"""What MkDocs tells plugins of while it draws."""


def draw_ahead(
    env: Environment,
    config: MkDocsConfig,
    files: Files,
    nav: Navigation,
    *,
    plugin: BasePlugin,  # type: ignore[type-arg]
    wait: Callable[[int], int],
) -> None:
    """Draw what `plugin` generates, where that is quicker; MkDocs then passes those pages by.

    A fault or a warning leaves all to MkDocs, which comes to the same, and tells of it as ever.

    Args:
        env: With every template.
        config: MkDocs' own.
        files: All files of the site.
        nav: What is in the navigation.
        plugin: Whose pages they are.
        wait: Waits for a process, and returns its status.
    """
    documents = files.documentation_pages()
    pages = [file.page for file in documents if isinstance(file.page, GeneratedPage)]
    many = hands() if len(pages) > FEW and _nobody_else(config, plugin) else 1
    if many == 1:
        return

    def draw(page: Page) -> None:
        _build_page(page, config, documents, nav, env)

    _keep_memory()
    with _silent():
        well = together(pages, draw, hands=many, wait=wait)
    for page in pages:
        # Where it stopped, a page may be left with its data, or without its template.
        page.read_source(config)
        if well:
            page.drawn = True
            page.meta = {"template": NOTHING}


def _nobody_else(config: MkDocsConfig, plugin: BasePlugin) -> bool:  # type: ignore[type-arg]
    """Whether no other plugin and no hook looks at pages as they are drawn."""
    watching = [method for event in _EVENTS for method in config.plugins.events[event]]
    return all(getattr(method, "__self__", None) is plugin for method in watching)


def _keep_memory() -> None:
    # A page is half a megabyte in several copies. Without this, Linux gets the memory back after
    # each page and clears it again for the next: a twentieth of the time.
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        for choice in _TRIM_THRESHOLD, _MMAP_THRESHOLD:
            library.mallopt(choice, 2**28)


class _Alarm(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        raise RuntimeError(record.getMessage())


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Let MkDocs stop at a warning, rather than say it out of order."""
    log = logging.getLogger("mkdocs")
    before: tuple[Sequence[logging.Handler], bool] = log.handlers, log.propagate
    log.handlers, log.propagate = [_Alarm(logging.WARNING)], False
    try:
        yield
    finally:
        log.handlers, log.propagate = list(before[0]), before[1]
