"""Read the site's address from MkDocs' own file.

It may hold tags that only MkDocs understands (`!ENV`, `!!python/name`): one line of it is read.
"""

import re
from pathlib import Path

from poddarkiv.credentials import has_credentials
from poddarkiv.errors import Problem
from poddarkiv.i18n import _
from poddarkiv.load.conflicts import merge_conflict
from poddarkiv.load.files import read_text
from poddarkiv.model.fields import check_url, credentials_message

_FILE = "mkdocs.yml"
_STAND_IN = "https://example.org/"
_LINE = re.compile(
    r"""^site_url:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n#]*?))[ \t]*(?:#.*)?$""", re.M
)


def read_site_url(root: Path) -> tuple[str, list[Problem]]:
    """Return the site's address, with a slash at its end, and what is wrong with it.

    Where something is wrong a stand-in comes back, so that the rest can be checked.
    """
    path = root / _FILE
    text, problems = read_text(path, _FILE) if path.is_file() else ("", [])
    if text is None:
        return _STAND_IN, problems
    conflict = merge_conflict(text, _FILE)
    if conflict is not None:
        return _STAND_IN, [conflict]
    secret = next((i for i, row in enumerate(text.split("\n"), 1) if has_credentials(row)), None)
    if secret is not None:
        return _STAND_IN, [Problem(_FILE, secret, "", credentials_message(), rule="credentials")]
    match = _LINE.search(text)
    url = "".join(part or "" for part in match.groups()) if match else ""
    line = text.count("\n", 0, match.start()) + 1 if match else 1
    remedy = _("write site_url: https://…/")
    if not url:
        message = _("is missing: feed and links need the site's address")
        return _STAND_IN, [Problem(_FILE, line, "site_url", message, remedy, rule="site-url")]
    try:
        check_url(url)
    except ValueError as error:
        return _STAND_IN, [Problem(_FILE, line, "site_url", str(error), remedy, rule="site-url")]
    return (url if url.endswith("/") else f"{url}/"), []


def site_url_line(root: Path) -> int:
    """Return the line of the site's address in MkDocs' file; 1 where it has none."""
    path = root / _FILE
    text = read_text(path, _FILE)[0] if path.is_file() else None
    match = _LINE.search(text or "")
    return (text or "").count("\n", 0, match.start()) + 1 if match else 1
