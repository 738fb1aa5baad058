"""Change one key of a person's YAML, so that comments, order and line endings stay as they were.

Text in, text out. A change that would say anything else than was meant is refused.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

import yaml

from poddarkiv.i18n import _, quoted

Value = str | bool | int | date | Sequence["Value"] | Mapping[str, "Value"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./()+-]*[\w./()+])?")
_UNPRINTABLE = re.compile(r"[^ -~\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def format_flow(value: Value) -> str:
    """Return `value` as YAML on one line.

    >>> format_flow({"status": "reviewed", "by": "Åsa Öberg", "ranges": [["00:10", "01:00"]]})
    '{status: reviewed, by: Åsa Öberg, ranges: [["00:10", "01:00"]]}'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {format_flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(format_flow, value)) + "]"


def _scalar(text: str) -> str:
    plain = _DAY.fullmatch(text) or (_PLAIN.fullmatch(text) and text.lower() not in _SPECIAL)
    if plain:
        return text
    # A JSON string is a double-quoted scalar of YAML, where fewer characters may stand as such.
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08x}", quoted)


def set_key(text: str, key: str, value: Value) -> str:
    """Return the YAML `text` with its top key `key` set to `value`, written on one line.

    A key that is missing is added last. A comment on the key's own line stays.

    Raises:
        ValueError: The text has no keys and values at its top, or can't be changed safely.
    """
    return _edited(text, key, f"{key}: {format_flow(value)}")


def set_list(text: str, key: str, rows: Sequence[Value]) -> str:
    r"""Return the YAML `text` with its top key `key` set to a list, a line for each of `rows`.

    >>> set_list("a: b", "c", [{"d": "e"}, "f"])
    'a: b\nc:\n  - {d: e}\n  - f\n'

    Raises:
        ValueError: The text has no keys and values at its top, or can't be changed safely.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    return _edited(
        text, key, newline.join([f"{key}:", *(f"  - {format_flow(row)}" for row in rows)])
    )


def remove_key(text: str, key: str) -> str:
    """Return the YAML `text` without its top key `key`; unchanged when it has none.

    Raises:
        ValueError: The text has no keys and values at its top, or can't be changed safely.
    """
    return _edited(text, key, None)


def read_value(text: str, path: Sequence[str]) -> object:
    """Return the value at `path` in the YAML `text`, as text where it is plain; None without one.

    Raises:
        ValueError: The text has no keys and values at its top.
    """
    value: object = read_keys(text.removeprefix("\ufeff"))
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def replace_value(text: str, path: Sequence[str], value: str) -> str:
    """Return the YAML `text` with the value at `path` replaced; all else stays to the letter.

    >>> replace_value("a: {b: c, d: 1}", ("a", "b"), "e")
    'a: {b: e, d: 1}'

    Raises:
        ValueError: No value on one line stands there, or it can't be changed safely.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    before = read_keys(body)
    node: yaml.Node | None = yaml.compose(body, Loader=yaml.SafeLoader)
    for key in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((item for name, item in pairs if name.value == key), None)
    if not isinstance(node, yaml.ScalarNode) or _is_block(node):
        raise ValueError(_("the key “{key}” can't be changed safely here", key=".".join(path)))
    result = body[: node.start_mark.index] + format_flow(value) + body[node.end_mark.index :]
    if _without(read_keys(result), path) != (_without(before, path)[0], value):
        raise ValueError(_("the key “{key}” can't be changed safely here", key=".".join(path)))
    return mark + result


def _without(keys: dict[str, object], path: Sequence[str]) -> tuple[dict[str, object], object]:
    inner = keys
    for key in path[:-1]:
        following = inner[key]
        assert isinstance(following, dict)
        inner = following
    return keys, inner.pop(path[-1])


def _edited(text: str, key: str, line: str | None) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    before, place = read_keys(body), _span(body, key)
    if place is None:
        result = body if line is None else _appended(body, line, newline)
    elif line is None:
        end = body.find("\n", place[1])
        result = body[: place[0]] + (body[end + 1 :] if end >= 0 else "")
    else:
        result = body[: place[0]] + line + body[place[1] :]
    wanted = {name: item for name, item in before.items() if name != key}
    if line is not None:
        wanted |= read_keys(line)
    if read_keys(result) != wanted:
        raise ValueError(_("the key “{key}” can't be changed safely here", key=key))
    return mark + result


def _appended(body: str, line: str, newline: str) -> str:
    gap = "" if not body or body.endswith("\n") else newline
    return f"{body}{gap}{line}{newline}"


def _span(text: str, key: str) -> tuple[int, int] | None:
    """Return where `key` begins and where its value ends, comments after it left out."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        return None
    for name, value in node.value:
        if name.value == key:
            return name.start_mark.index, _end(text, name, value)
    return None


def _end(text: str, name: yaml.Node, value: yaml.Node) -> int:
    if not _is_block(value):
        end = value.end_mark.index
        # An empty value has its mark behind a comment, or on a later line.
        empty = isinstance(value, yaml.ScalarNode) and value.style is None and not value.value
        return text.index(":", name.end_mark.index) + 1 if empty else end
    rows = text[name.start_mark.index : value.end_mark.index].split("\n")
    literal = isinstance(value, yaml.ScalarNode)
    while rows and (not rows[-1].strip() or (not literal and rows[-1].lstrip().startswith("#"))):
        rows.pop()
    return name.start_mark.index + len("\n".join(rows).rstrip("\r"))


def _is_block(value: yaml.Node) -> bool:
    if isinstance(value, yaml.ScalarNode):
        return value.style in {"|", ">"}
    return isinstance(value, yaml.CollectionNode) and not value.flow_style


def read_keys(text: str) -> dict[str, object]:
    """Return the top keys of the YAML `text`, every plain value as text.

    Raises:
        ValueError: The text has no keys and values at its top.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(_("not YAML ({words})", words=quoted("YAML", error))) from error
    except RecursionError as error:
        raise ValueError(_too_deep()) from error
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise ValueError(_("keys and values were expected"))
    try:
        values = _plain(node)
    except RecursionError as error:
        # An alias may hold itself.
        raise ValueError(_too_deep()) from error
    assert isinstance(values, dict)
    return values


def _too_deep() -> str:
    return _("lists and keys stand within one another too deep to be read")


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {str(name.value): _plain(item) for name, item in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value
