"""Read who has taken consent back, also where a file is so broken that nothing else can be read."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from poddarkiv.consent import Names
from poddarkiv.filenames import is_passed_by

_END = re.compile(r"^---[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)
_NAME = re.compile(r"^[\"']?(?:name|namn)[\"']?[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_WITHDRAWN = re.compile(
    r"(?:^|[\s,{])[\"']?(?:withdrawn|tillbakadrag\w*)[\"']?[ \t]*:[ \t]*([^\s,}#]+)", re.IGNORECASE
)
_UNTIL = re.compile(r"(?:^|[\s,{])[\"']?until[\"']?[ \t]*:[ \t]*[\"']?(\d{4}-\d\d-\d\d)")
_NOTHING = {"", "null", "~", "no", "nej", "false", '""', "''"}


def read_withheld_names(root: Path, as_of: datetime) -> Names:
    """Return the names of those who may not be shown at `as_of`, as far as any file tells."""
    files = sorted((root / "content" / "gaster").glob("*.md"))
    read = (path for path in files if path.is_file() and not is_passed_by(path.name))
    return Names(name for path in read for name in _withheld(path, as_of))


def _withheld(path: Path, as_of: datetime) -> Iterator[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    ends = [match.start() for match in _END.finditer(text)]
    head = _COMMENT.sub("", text[: ends[1]] if len(ends) > 1 else text)
    if not _taken_back(head) and not _run_out(head, as_of):
        return
    found = _NAME.findall(head)
    for name in found or [path.stem.replace("-", " ")]:
        yield name.strip("\"' ")


def _taken_back(head: str) -> bool:
    return any(value.lower() not in _NOTHING for value in _WITHDRAWN.findall(head))


def _run_out(head: str, as_of: datetime) -> bool:
    for value in _UNTIL.findall(head):
        try:
            if date.fromisoformat(value) < as_of.date():
                return True
        except ValueError:
            continue
    return False
