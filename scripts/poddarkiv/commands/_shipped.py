"""What `init` wrote into an archive: its record there, and the digests of what earlier ones wrote.

A file that is as some version of this tool wrote it is the tool's, and a newer one may take its
place. One that is otherwise is a person's, and stays.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from poddarkiv import __version__
from poddarkiv.errors import Problem, SourceError
from poddarkiv.formats.yamledit import format_flow, read_keys
from poddarkiv.i18n import _

RECORD = "poddarkiv.lock.yml"
"""The record's file, from the archive's root."""
LAYOUT = 2
"""Of what this version writes. Counted up when `upgrade` has news for archives of the one before;
1 is every archive without a record, from before 2026-11-30."""
TABLE = Path(__file__).parents[1] / "shipped.json"
"""Written by `tools/shipped.py` from the history of this tool up to layout 1."""
_OURS = (
    ".devcontainer/",
    ".forgejo/",
    ".github/",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    ".vscode/",
    "handbok/",
    "requirements-build.lock",
    "requirements.lock",
    "schema/",
)
_SHOWN = 16
"""Hexadecimal digits of a digest that are kept: 64 bits tell apart what nobody forges."""


@dataclass(frozen=True)
class Record:
    """Who wrote the tool's files of an archive, and what was in them."""

    layout: int = 1
    version: str = ""
    language: str = ""
    """Of the texts, as `init --language` takes it; empty where it is not known."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The digest of what the tool wrote, by path; empty where only the path is known."""

    @property
    def is_newer(self) -> bool:
        """Whether a newer tool than this one wrote it."""
        return self.layout > LAYOUT or _numbers(self.version) > _numbers(__version__)


def is_ours(path: str) -> bool:
    """Whether the file at `path`, from the archive's root, is the tool's until somebody edits it.

    >>> is_ours(".github/workflows/granska.yml"), is_ours("content/om.md")
    (True, False)
    """
    return any(path.startswith(each) if each.endswith("/") else path == each for each in _OURS)


def digest(path: str, content: bytes) -> str:
    r"""Return what tells apart versions of the file at `path`.

    Line endings do not count: git and Windows change them. Nor do the comments of a lock, which
    are in the archive's language.

    >>> digest("a.yml", b"a: b\r\n") == digest("a.yml", b"a: b\n")
    True
    """
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    if path.endswith(".lock"):
        lines = [line for line in lines if not line.startswith(b"#")]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()[:_SHOWN]


@lru_cache(maxsize=1)
def earlier_digests() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return what layout 1 shipped: digests by language and path."""
    table = json.loads(TABLE.read_text("utf-8"))
    return {
        language: {path: frozenset(digests) for path, digests in files.items()}
        for language, files in table.items()
    }


def was_shipped(path: str, record: Record) -> bool:
    """Whether an earlier `init` wrote a file at `path`; when it is gone, somebody removed it."""
    return path in record.files or any(path in files for files in earlier_digests().values())


def is_unedited(path: str, content: bytes, record: Record) -> bool:
    """Whether the file at `path` is as some version of this tool wrote it."""
    return digest(path, content) == record.files.get(path) or is_as_before(path, content)


def is_as_before(path: str, content: bytes) -> bool:
    """Whether `content` was shipped as the file at `path` in layout 1."""
    earlier = (files.get(path, frozenset()) for files in earlier_digests().values())
    return any(digest(path, content) in digests for digests in earlier)


def read_record(root: Path) -> Record:
    """Return the record of the archive at `root`; that of layout 1 where it has none.

    Raises:
        SourceError: The record can't be read.
    """
    path = root / RECORD
    if not path.is_file():
        return Record()
    try:
        return _parse_record(path.read_text("utf-8"))
    except ValueError as error:
        message = _("can't be read: {reason}", reason=error)
        remedy = _("fetch it anew from git, or remove it and run poddarkiv upgrade")
        raise SourceError([Problem(RECORD, 1, "", message, remedy)]) from error


def _parse_record(text: str) -> Record:
    keys = read_keys(text.removeprefix("\ufeff"))
    layout, files = str(keys.get("layout")), keys.get("files")
    if not layout.isdecimal() or not isinstance(files, dict):
        raise ValueError(_("layout: and files: were expected"))
    return Record(int(layout), str(keys.get("version")), str(keys.get("language")), files)


def render_record(language: str, files: Mapping[str, str]) -> bytes:
    """Return the record of an archive that this version wrote, with `files` as in `Record`."""
    lines = [
        "# " + _("Written by poddarkiv init and poddarkiv upgrade. Don't edit this file."),
        "# " + _("A file that is still as it says here is replaced when the tool has a newer one."),
        f"layout: {LAYOUT}",
        f"version: {__version__}",
        f"language: {language}",
        "files:",
        *(f"  {format_flow(path)}: {format_flow(files[path])}" for path in sorted(files)),
    ]
    return ("\n".join(lines) + "\n").encode()


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest of each of `files` that is the tool's."""
    return {path: digest(path, content) for path, content in files.items() if is_ours(path)}


def likeliest_language(contents: Mapping[str, bytes], languages: Iterable[str]) -> str | None:
    """Return the language whose starter most of `contents` come from; None where none does."""
    table = earlier_digests()
    found = {
        language: sum(
            digest(path, content) in table[language].get(path, ())
            for path, content in contents.items()
        )
        for language in languages
    }
    best = max(found, key=lambda language: found[language])
    return best if found[best] else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])
