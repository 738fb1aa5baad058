"""What a site that MkDocs does not draw is made of: settings with the archive's data, and files."""

from collections.abc import Mapping

from jinja2 import Environment

from poddarkiv.addresses import path_of_source, source_of
from poddarkiv.direction import text_direction
from poddarkiv.i18n import _
from poddarkiv.site.assembly import DATA_FILES, SiteAssembly
from poddarkiv.site.direct.documents import Document, documents_in
from poddarkiv.site.direct.linkfaults import log
from poddarkiv.site.direct.settings import Settings
from poddarkiv.site.direct.static import theme_files
from poddarkiv.site.settings import favicon_of, theme_language
from poddarkiv.site.sources import passed_by_files, unpublished_files


def prepare_settings(settings: Settings, site: SiteAssembly) -> None:
    """Put what pages show of the archive into the settings; tell what can't be honoured."""
    for name in settings.unused if not site.job.only else ():
        log.warning(
            _("mkdocs.yml: {name}: only MkDocs can do this; the site is drawn without", name=name)
        )
    settings.nav = site.published_nav(settings.nav)
    settings.extra["pod"] = site.shared_data(settings.nav)
    language = site.job.archive.show.language
    settings.theme["language"] = theme_language(settings.theme, language)
    own = filter(None, (settings.theme.custom_dir, settings.docs_dir))
    settings.theme["favicon"] = favicon_of(settings.theme.get("favicon"), own)
    if text_direction(language) == "rtl":
        settings.theme["direction"] = "rtl"


def site_files(
    settings: Settings, site: SiteAssembly, environment: Environment
) -> Mapping[str, Document]:
    """Return the files of the site by their source: ours stand for what they are made of."""
    own = {document.src_uri: document for document in documents_in(settings)}
    found = [*own.values(), *theme_files(settings.theme, environment, settings, own)]
    left_out = {id(document) for document in passed_by_files(found, settings.docs_dir)}
    for document in found:
        ours = path_of_source(document.src_uri) in site.generated
        if document.src_uri in DATA_FILES or ours or site.writes(document.dest_uri):
            left_out.add(id(document))
    files = [document for document in found if id(document) not in left_out]
    unseen = {id(document) for document in unpublished_files(files, settings.docs_dir, site.scope)}
    kept = {} if site.job.only else {d.src_uri: d for d in files if id(d) not in unseen}
    return kept | {source_of(a): Document(source_of(a), None) for a in site.pages}
