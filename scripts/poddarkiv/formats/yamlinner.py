"""Take a key out of a mapping within a person's YAML; all else stays to the letter.

Text in, text out. A change that would say anything else than was meant is refused.
"""

import yaml

from poddarkiv.formats.yamledit import read_keys
from poddarkiv.i18n import _


def remove_inner_key(text: str, outer: str, key: str) -> str:
    r"""Return the YAML `text` without `key` of its top key `outer`; unchanged when it has none.

    A comment on the key's own line is about it, and goes too.

    >>> remove_inner_key("a:\n  b: c  # why\n  d: e\n", "a", "b")
    'a:\n  d: e\n'
    >>> remove_inner_key("a: {b: c, d: e}", "a", "d")
    'a: {b: c}'

    Raises:
        ValueError: The text has no keys and values at its top, or can't be changed safely.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    wanted = read_keys(body)
    inner = wanted.get(outer)
    if not isinstance(inner, dict) or key not in inner:
        return text
    del inner[key]
    start, end = _span(body, outer, key)
    result = body[:start] + body[end:]
    # Empty where nothing is left of the mapping, which is another value than one without keys.
    if not inner or read_keys(result) != wanted:
        raise ValueError(_("the key “{key}” can't be changed safely here", key=f"{outer}.{key}"))
    return mark + result


def inner_line(text: str, outer: str, key: str) -> int:
    """Return the line, counted from 1, of `key` in the mapping `outer`; of `outer` without it.

    Raises:
        ValueError: The text has no keys and values at its top.
    """
    read_keys(text.removeprefix("\ufeff"))
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=yaml.SafeLoader)
    for name, node in root.value if root is not None else ():
        if name.value == outer:
            pairs = node.value if isinstance(node, yaml.MappingNode) else ()
            found = next((each for each, _value in pairs if each.value == key), name)
            return int(found.start_mark.line) + 1
    return 1


def _span(body: str, outer: str, key: str) -> tuple[int, int]:
    """Return what goes with `key`: its line, or its part of a line with a comma."""
    root = yaml.compose(body, Loader=yaml.SafeLoader)
    assert root is not None, "a key was read in it"
    node = next(item for name, item in root.value if name.value == outer)
    at = next(i for i, (name, _item) in enumerate(node.value) if name.value == key)
    name, value = node.value[at]
    if not node.flow_style:
        end = body.find("\n", value.end_mark.index) + 1
        return body.rfind("\n", 0, name.start_mark.index) + 1, end or len(body)
    if at:
        return node.value[at - 1][1].end_mark.index, value.end_mark.index
    after = node.value[1][0].start_mark if len(node.value) > 1 else value.end_mark
    return name.start_mark.index, after.index
