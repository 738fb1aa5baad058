"""What `mkdocs.yml` says that our pages show."""

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig

from poddarkiv.addresses import path_of_source
from poddarkiv.consent import Names


def menu_of(nav: Any, names: Names) -> list[dict[str, str]]:
    """Return the entries of MkDocs' own `nav`, when an archive has one; groups are taken apart.

    An entry that holds one of `names` is left out.
    """
    entries: list[dict[str, str]] = []
    for item in nav or ():
        if isinstance(item, dict):
            [(title, target)] = item.items()
            if isinstance(target, str):
                address = path_of_source(target)
                href = target if address is None else address
                if not names.within(str(title)) and not names.within(href):
                    entries.append({"title": str(title), "href": href})
            else:
                entries += menu_of(target, names)
    return entries


def edit_base(config: MkDocsConfig, root: Path) -> str:
    """Return the address before a source file's path, from `repo_url` and `edit_uri`."""
    if not config.repo_url or not config.edit_uri:
        return ""
    repository = config.repo_url.rstrip("/") + "/"
    docs = Path(config.docs_dir).resolve().relative_to(root.resolve()).as_posix()
    base = urljoin(repository, config.edit_uri)
    return base.removesuffix(f"{docs}/") if base.endswith(f"/{docs}/") else base
