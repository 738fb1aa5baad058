"""What MkDocs is given of our pages: files that were never on disk."""

from datetime import date

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from poddarkiv.addresses import source_of
from poddarkiv.pages import PageFile

NOTHING = "pod/nothing.html"
"""The template of a page that is in the site already: MkDocs writes no file for an empty one."""


class GeneratedPage(Page):
    """A page whose content is data: nothing to read, no Markdown to render."""

    generated: PageFile
    drawn = False
    """Whether it is in the site already."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Say which template draws it."""
        self.markdown = ""
        self.meta = {"template": self.generated.template}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave everything to the template."""
        self.content = ""


def generated_file(
    address: str, generated: PageFile, config: MkDocsConfig, *, default: date
) -> File:
    """Return a page of ours as a file of MkDocs.

    Args:
        address: Of the page.
        generated: The page.
        config: MkDocs' own.
        default: When the page last changed, where it does not know.
    """
    source = source_of(address)
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    page = GeneratedPage(generated.title, file, config)
    # The day the text changed, from data: not the day of the build.
    page.update_date = (generated.updated or default).isoformat()
    page.generated = generated
    if generated.hidden:
        # What has no address is not in the sitemap.
        page.abs_url = page.canonical_url = None
    return file
