"""Write a site as sources for another engine: data, ready HTML, templates and files.

    DIR/mkdocs.yml         name, address, and what every page shows (`extra.pod`)
    DIR/docs/*.md          a page each: its data as front matter, no text
    DIR/docs/*             everything else of the site, as it is published
    DIR/overrides/*.html   the templates, and long HTML that they include

`mkdocs build -f DIR/mkdocs.yml` draws the same pages from it, without our plugin.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poddarkiv.addresses import source_of
from poddarkiv.site.assembly import SiteAssembly
from poddarkiv.site.direct.content import prepare_settings, site_files
from poddarkiv.site.direct.pages import foreign_pages
from poddarkiv.site.direct.settings import Script, Settings, settings_of
from poddarkiv.site.direct.static import copy_files
from poddarkiv.site.job import Job
from poddarkiv.site.settings import edit_base
from poddarkiv.site.templates import make_environment

MADE = "# Written by poddarkiv stage. Changes are lost the next time.\n"
"""The first line of `mkdocs.yml` in a folder that is ours."""
_UNREADABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Signs that YAML takes no notice of, or takes for the end of a line."""


def is_staged(folder: Path) -> bool:
    """Whether `folder` was written by this module, or holds nothing, or is not there."""
    settings = folder / "mkdocs.yml"
    if settings.is_file():
        return settings.read_bytes().startswith(MADE.encode())
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def stage_site(job: Job, folder: Path) -> None:
    """Write the sources of the site that `job` means into `folder`, which is empty.

    Raises:
        UsageError: `mkdocs.yml` can't be used.
    """
    root = job.archive.root
    docs = folder / "docs"
    settings = settings_of(root, docs)
    site = SiteAssembly(job, docs, edit_base=edit_base(settings, root))
    prepare_settings(settings, site)
    site.start_index()
    try:
        _write_sources(settings, site, folder)
        site.finish()
    except BaseException:
        site.stop()
        raise


def _write_sources(settings: Settings, site: SiteAssembly, folder: Path) -> None:
    docs, overrides = site.target, folder / "overrides"
    files = site_files(settings, site, make_environment(settings.theme.dirs, {}))
    copy_files(files.values(), docs)
    for path, source in site.assets().items():
        _write(docs / path, source.read_bytes())
    _copy_templates(settings, overrides)
    for address, page in site.pages.items():
        day = (page.updated or site.newest).isoformat()
        data = {"date": day, **page.data(), "template": page.template}
        _write(docs / source_of(address), front_matter(data).encode())
        for name, make in page.partials.items():
            _write(overrides / name, _as_template(make()).encode())
        site.write_beside(address)
    for foreign in foreign_pages(files, settings, site):
        data = {**foreign.view.meta, "template": foreign.template}
        _write(docs / foreign.document.src_uri, front_matter(data).encode())
    _write(folder / "mkdocs.yml", (MADE + _settings_text(settings)).encode())


def _copy_templates(settings: Settings, overrides: Path) -> None:
    """Copy every template: the archive's own take the place of ours."""
    for place in reversed(settings.theme.dirs):
        for path in sorted(Path(place).rglob("*")):
            if path.suffix in {".html", ".xml"} and path.is_file():
                _write(overrides / path.relative_to(place), path.read_bytes())


def _as_template(html: str) -> str:
    """Return ready HTML as a template that gives it as it is."""
    if not re.search(r"\{[{%#]", html):
        return html
    # A string, since `{% raw %}` would end at an `{% endraw %}` that somebody has said.
    return "{{ " + json.dumps(html, ensure_ascii=False) + " }}"


def _settings_text(settings: Settings) -> str:
    given = {
        "site_name": settings.site_name,
        "site_url": settings.site_url,
        "docs_dir": "docs",
        "plugins": [],
        "theme": {
            **{key: value for key, value in settings.theme.items() if _is_plain(value)},
            "name": None,
            "custom_dir": "overrides",
            "static_templates": sorted(settings.theme.static_templates),
        },
        "extra_css": settings.extra_css,
        "extra_javascript": [_as_plain(script) for script in settings.extra_javascript],
        "extra": settings.extra,
    }
    return "".join(f"{key}: {_as_yaml(value)}\n" for key, value in given.items())


def _as_plain(script: str | Script) -> str | dict[str, Any]:
    if isinstance(script, str):
        return script
    choices = {"type": script.type, "defer": script.defer, "async": script.async_}
    return {"path": script.path, **{key: value for key, value in choices.items() if value}}


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float, bool, list, dict))


def front_matter(data: Mapping[str, Any]) -> str:
    r"""Return `data` as the front matter of a page: a line for each key, its value as JSON.

    JSON is YAML, as long as the signs that YAML can't read are written by their numbers.

    >>> front_matter({"title": "Å", "guests": ["a"]})
    '---\ntitle: "Å"\nguests: ["a"]\n---\n'
    """
    lines = "".join(f"{key}: {_as_yaml(value)}\n" for key, value in data.items())
    return f"---\n{lines}---\n"


def _as_yaml(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return _UNREADABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
