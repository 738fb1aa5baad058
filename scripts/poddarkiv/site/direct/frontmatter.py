"""The front matter of editors' own pages, as MkDocs reads it."""

import re
from typing import Any

import yaml

_YAML = re.compile(r"^-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_KEY = re.compile(r"^[ ]{0,3}([A-Za-z0-9_-]+):\s*(.*)")
_MORE = re.compile(r"^(?:[ ]{4}|\t)\s*(.*)")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def split_front_matter(text: str) -> tuple[str, dict[str, Any]]:
    r"""Return the Markdown of `text`, and what stands before it: YAML, or MultiMarkdown's lines.

    >>> split_front_matter("---\ntitle: Om\n---\nHej")
    ('Hej', {'title': 'Om'})
    >>> split_front_matter("title: Om\n\nHej")
    ('Hej', {'title': 'Om'})
    """
    match = _YAML.match(text)
    if match is None:
        return _split_lines(text)
    try:
        # CSafeLoader, or the same in Python.
        data = yaml.load(match[1], Loader=_LOADER)  # noqa: S506
    except (yaml.YAMLError, ValueError):
        return text, {}
    return (text[match.end() :].lstrip("\n"), data) if isinstance(data, dict) else (text, {})


def _split_lines(text: str) -> tuple[str, dict[str, Any]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    data: dict[str, Any] = {}
    key = ""
    while lines:
        line = lines.pop(0)
        if not line.strip():
            break
        if match := _KEY.match(line):
            key = match[1].lower()
            value = match[2].strip()
            data[key] = f"{data[key]} {value}" if key in data else value
        elif key and (match := _MORE.match(line)):
            data[key] += f" {match[1].strip()}"
        else:
            lines.insert(0, line)
            break
    return "\n".join(lines).lstrip("\n"), data
