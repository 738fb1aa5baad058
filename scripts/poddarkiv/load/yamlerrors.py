"""Say in plain words why a text is not YAML, on the line where the mistake was made.

The parser stops where it no longer understands, which may be many lines below.
"""

import re
from typing import NamedTuple

import yaml

from poddarkiv.i18n import _, quoted

_OPEN_QUOTE = re.compile(r"""^\s*(?:-\s+)?[\w-]+:\s+(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")
_AFTER_QUOTE = re.compile(
    r"""^\s*(?:-\s+)?[\w-]+:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*[^\s#,}\]]"""
)
_NO_SPACE = re.compile(r"^\s*(?:-\s+)?([\w-]+):(\S.*)$")
_OPEN_BRACKET = re.compile(r"(?:^|[:,\[{-] )\s*([\[{])[^\]}]*$")


class Explanation(NamedTuple):
    """What is wrong with a YAML text."""

    line: int
    """Counted from 0."""
    message: str
    remedy: str = ""


def explain_yaml_error(error: yaml.MarkedYAMLError, text: str) -> Explanation:
    """Return what `error` means for the person who wrote `text`."""
    rows = text.splitlines()
    stop = _line(error.problem_mark, rows)
    begin = _line(error.context_mark, rows)
    problem = error.problem or ""
    row = rows[stop] if rows else ""
    if "\t" in row[: len(row) - len(row.lstrip())] or "'\\t'" in problem:
        return Explanation(
            stop,
            _("YAML is indented with spaces, there was a tab"),
            _("write spaces instead of the tab"),
        )
    quote = next((i for i, line in enumerate(rows[: stop + 1]) if _OPEN_QUOTE.match(line)), None)
    if quote is not None:
        return Explanation(
            quote,
            _("a quotation mark that opens is never closed"),
            _("write the same mark at the end of the text too"),
        )
    bracket = _open_bracket(error, rows)
    if bracket is not None:
        return bracket
    if "cannot start any token" in problem or "node content" in problem:
        return quotes_message(stop, _char(row, error.problem_mark))
    if "found undefined alias" in problem:
        return quotes_message(stop, "*")
    if "found another document" in problem:
        return Explanation(
            stop, _("a file holds one episode, page or list"), _("remove the line with ---")
        )
    if "could not find expected ':'" in problem:
        return _missing_space(begin, rows)
    if "mapping values are not allowed" in problem:
        return _colon(stop, rows)
    if _AFTER_QUOTE.match(row) or (rows and _AFTER_QUOTE.match(rows[begin])):
        return Explanation(
            begin if _AFTER_QUOTE.match(rows[begin]) else stop,
            _("there is text after the closing quotation mark"),
            _("write the whole text within the marks"),
        )
    return _seldom(stop, problem) or Explanation(
        stop,
        _("not YAML ({words})", words=quoted("YAML", problem)),
        _("compare with the lines above: the same indentation, a colon and a space after the key"),
    )


def _seldom(line: int, problem: str) -> Explanation | None:
    """Return what problems mean that the parser tells alike, whatever led to them."""
    if "escape" in problem or "hexdecimal" in problem or "hexadecimal" in problem:
        return Explanation(
            line,
            _("a backslash between double quotes begins a character that YAML does not know"),
            _("write single quotes around the text, or two backslashes"),
        )
    if "block end" in problem or "expected key" in problem or "'-' indicator" in problem:
        return Explanation(
            line,
            _("the line does not fit those above: it is indented otherwise, or lacks its dash"),
            _("indent it like its neighbours"),
        )
    if "entries are not allowed" in problem:
        return Explanation(
            line, _("a list can't begin on this line"), _("write it on the line below the key")
        )
    if "comment or line break" in problem or "chomping" in problem:
        return Explanation(
            line, _("after | or > nothing more may stand on the line"), _("begin on the next line")
        )
    if "alphabetic or numeric" in problem or "duplicate anchor" in problem:
        return Explanation(line, _("anchors and aliases (& and *) are not used here"))
    if "document indicator" in problem:
        return Explanation(
            line, _("a file holds one episode, page or list"), _("remove the line with ---")
        )
    if any(word in problem for word in ("tag", "URI", "'!'", "'>'", "whitespace")):
        return quotes_message(line, "!")
    if any(word in problem for word in ("directive", "document start", "version number")):
        return quotes_message(line, "%")
    return None


def _open_bracket(error: yaml.MarkedYAMLError, rows: list[str]) -> Explanation | None:
    """Return what to say where the text ends, or a key begins, within a bracket."""
    context = error.context or ""
    if "while parsing a flow sequence" in context:
        return _never_closed(_line(error.context_mark, rows), "]")
    if "while parsing a flow mapping" in context:
        return _never_closed(_line(error.context_mark, rows), "}")
    mark = error.problem_mark
    if "while parsing a flow node" not in context or mark is None or mark.line < len(rows) - 1:
        return None
    # The parser reports it where the text ends; the bracket may stand many lines above.
    found = ((i, _OPEN_BRACKET.search(row)) for i, row in reversed(list(enumerate(rows))))
    opened = next(((i, match[1]) for i, match in found if match), None)
    return _never_closed(opened[0], "]" if opened[1] == "[" else "}") if opened else None


def _never_closed(line: int, bracket: str) -> Explanation:
    return Explanation(
        line,
        _("a bracket that opens is never closed"),
        _("write {bracket} at the end", bracket=bracket),
    )


def quotes_message(line: int, char: str) -> Explanation:
    """Return what to say of a value that begins with a character that YAML keeps for itself."""
    return Explanation(
        line,
        _("a value that begins with {char} needs quotes", char=char),
        _('write "{char}…"', char=char),
    )


def _char(row: str, mark: yaml.Mark | None) -> str:
    return row[mark.column] if mark is not None and mark.column < len(row) else "@"


def _line(mark: yaml.Mark | None, rows: list[str]) -> int:
    return min(mark.line, max(len(rows) - 1, 0)) if mark is not None else 0


def _missing_space(line: int, rows: list[str]) -> Explanation:
    match = _NO_SPACE.match(rows[line]) if rows else None
    return Explanation(
        line,
        _("a key, a colon and a space were expected"),
        _("write {text}", text=f"{match[1]}: {match[2]}") if match else "",
    )


def _in_quotes(text: str) -> str:
    # Between single quotes only they themselves mean anything, and stand twice (YAML 1.2, 7.3.2).
    return "'" + text.replace("'", "''") + "'" if {'"', "\\"} & set(text) else f'"{text}"'


def _colon(line: int, rows: list[str]) -> Explanation:
    match = re.match(r"^\s*(?:-\s+)?([\w-]+):\s+(.*:.*)$", rows[line])
    if match:
        return Explanation(
            line,
            _("a value that holds a colon and a space needs quotes"),
            _("write {text}", text=f"{match[1]}: {_in_quotes(match[2].strip())}"),
        )
    return Explanation(
        line,
        _("the line is indented further than the one above, which already has a value"),
        _("indent it like its neighbours"),
    )
