"""Read text files of an archive: encoding, line endings and front matter."""

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from poddarkiv.errors import Origin, Problem, system_reason
from poddarkiv.i18n import _
from poddarkiv.load.conflicts import merge_conflict
from poddarkiv.load.yamltext import read_yaml


@dataclass
class SourceFile:
    """One file, taken apart."""

    origin: Origin
    data: Any = None
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)


def read_text(path: Path, shown: str) -> tuple[str | None, list[Problem]]:
    """Return the text of `path` with plain line feeds, or None and why it can't be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            # A pipe would be waited for without end.
            message = _("can't be read: {reason}", reason=_("it is no file"))
            return None, [Problem(shown, 1, "", message, rule="unreadable")]
        raw = path.read_bytes()
    except OSError as error:
        message = _("can't be read: {reason}", reason=system_reason(error))
        return None, [Problem(shown, 1, "", message, rule="unreadable")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = _("the file isn't UTF-8 (byte 0x{byte})", byte=f"{raw[error.start]:02x}")
        remedy = _("save it again with the encoding UTF-8")
        return None, [Problem(shown, line, "", message, remedy, rule="encoding")]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def read_yaml_file(path: Path, root: Path) -> SourceFile:
    """Return what the YAML file `path` holds."""
    shown = path.relative_to(root).as_posix()
    text, problems = read_text(path, shown)
    if text is None:
        return SourceFile(Origin(shown), problems=problems)
    parsed = read_yaml(text, shown)
    return SourceFile(Origin(shown, parsed.lines), parsed.data, problems=parsed.problems)


def read_markdown_file(path: Path, root: Path) -> SourceFile:
    """Return the front matter and the body of the Markdown file `path`."""
    shown = path.relative_to(root).as_posix()
    text, problems = read_text(path, shown)
    if text is None:
        return SourceFile(Origin(shown), problems=problems)
    conflict = merge_conflict(text, shown)
    if conflict is not None:
        return SourceFile(Origin(shown), problems=[conflict])
    lines = text.split("\n")
    if lines[0].strip() != "---":
        message = _("the file must begin with --- and its keys (title and so on)")
        remedy = _("write --- on the first line")
        return SourceFile(
            Origin(shown), problems=[Problem(shown, 1, "", message, remedy, rule="shape")]
        )
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        message = _("the keys at the top must end with a line ---")
        remedy = _("write --- on a line of its own after the last key")
        return SourceFile(
            Origin(shown), problems=[Problem(shown, 1, "", message, remedy, rule="shape")]
        )
    parsed = read_yaml("\n".join(lines[1:end]), shown, first_line=2)
    body = end + 1
    while body < len(lines) and not lines[body].strip():
        body += 1
    parsed.lines[("body",)] = body + 1
    return SourceFile(
        Origin(shown, parsed.lines),
        parsed.data,
        "\n".join(lines[end + 1 :]).strip("\n"),
        body + 1,
        parsed.problems,
    )
