"""Read YAML as people meant it, remembering the line of every key and list item.

Every plain value stays text (or None when nothing is written): `no`, `1.10`, `08` and `1:02:03`
mean what they look like, and each field of the model says itself what it accepts. Repeated keys,
anchors and tags are refused.
"""

import contextlib
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from poddarkiv.errors import Loc, Problem
from poddarkiv.i18n import _, quoted
from poddarkiv.load.conflicts import merge_conflict
from poddarkiv.load.yamlerrors import explain_yaml_error, quotes_message

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 150
"""Lists and keys within one another; an episode has five."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What XML 1.0 or YAML 1.1 refuses; the old names of C1 are what Windows-1252 becomes."""
_HIDDEN = re.compile(_CONTROL.pattern[:-1] + r"\ud800-\udfff]")
"""And half a character of UTF-16, which no text can be written with."""
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = {_TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp")}
_KNOWN_TAGS = _PLAIN_TAGS | {_TAG + name for name in ("map", "seq", "merge", "value")}


@dataclass
class YamlFile:
    """What a YAML text holds."""

    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_yaml(text: str, path: str, *, first_line: int = 1) -> YamlFile:
    """Return the values of `text`, the line of each, and what is wrong with it.

    Args:
        text: The YAML.
        path: Shown in messages.
        first_line: The line of the file at which `text` begins.
    """
    result = YamlFile()
    refusal = merge_conflict(text, path, first_line=first_line) or _unreadable(
        text, path, first_line
    )
    if refusal is not None:
        result.problems.append(refusal)
        return result
    if is_too_deep(text):
        result.problems.append(too_deep_problem(path, first_line))
        return result
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line, message, remedy = explain_yaml_error(error, text)
        result.problems.append(
            Problem(path, first_line + line, "", message, remedy, rule="yaml-syntax")
        )
        return result
    except yaml.YAMLError as error:
        message = _("not YAML ({words})", words=quoted("YAML", error))
        result.problems.append(Problem(path, first_line, "", message, rule="yaml-syntax"))
        return result
    _Walker(result, path, first_line).walk_top(node)
    return result


def is_too_deep(text: str) -> bool:
    """Whether lists and keys stand within one another so deep that the parser would break.

    It calls itself for each, in C, and ends the process when the stack is full.
    """
    # A level is further in than the one around it, or has a bracket: most texts need no look.
    width = max(map(len, text.splitlines()), default=0)
    if 2 * width + text.count("[") + text.count("{") < _DEEPEST:
        return False
    depth = 0
    with contextlib.suppress(yaml.YAMLError):
        # One event after the other: nothing is called within itself.
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                return True
    return False


def too_deep_problem(path: str, line: int) -> Problem:
    """Return what is wrong with such a text."""
    message = _("lists and keys stand within one another too deep to be read")
    return Problem(path, line, "", message, rule="yaml-syntax")


def _unreadable(text: str, path: str, first_line: int) -> Problem | None:
    control = _CONTROL.search(text)
    if control is None:
        return None
    line = first_line + text.count("\n", 0, control.start())
    return Problem(path, line, "", *_cannot_stand(control[0]), rule="control-character")


def _cannot_stand(char: str) -> tuple[str, str]:
    return (
        _("control character U+{code} can't stand in a feed", code=f"{ord(char):04X}"),
        _("remove it: it can't be seen, so delete the word and write it again"),
    )


class _Walker:
    def __init__(self, result: YamlFile, path: str, first_line: int) -> None:
        self.result = result
        self.path = path
        self.first_line = first_line
        self.seen: set[int] = set()

    def walk_top(self, node: yaml.Node | None) -> None:
        self.result.data = None if node is None else self._value(node, ())

    def _problem(
        self, node: yaml.Node, loc: Loc, message: str, remedy: str, rule: str, line: int = 0
    ) -> None:
        line = line or self.first_line + node.start_mark.line
        name = ".".join(map(str, loc))
        self.result.problems.append(Problem(self.path, line, name, message, remedy, rule=rule))

    def _value(self, node: yaml.Node, loc: Loc) -> Any:
        self.result.lines.setdefault(loc, self.first_line + node.start_mark.line)
        if id(node) in self.seen:
            self._problem(
                node,
                loc,
                _("anchors and aliases (& and *) are not used here"),
                _("write the value once more"),
                "yaml-alias",
                # An alias is the anchor's own node; the key knows where the alias stands.
                self.result.lines[loc],
            )
            return None
        self.seen.add(id(node))
        if node.tag not in _KNOWN_TAGS:
            self._problem(
                node,
                loc,
                *quotes_message(0, "!")[1:],
                "yaml-tag",
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*loc, i)) for i, item in enumerate(node.value)]
        plain = getattr(node, "style", None) not in {"'", '"', "|", ">"}
        if plain and node.value in {"", "~", "null"}:
            return None
        return self._visible(node, loc, str(node.value))

    def _visible(self, node: yaml.Node, loc: Loc, value: str) -> str:
        """Return `value` without what can't be seen; between quotes it may be written in digits."""
        hidden = _HIDDEN.search(value)
        if hidden is None:
            return value
        self._problem(node, loc, *_cannot_stand(hidden[0]), "control-character")
        return _HIDDEN.sub("", value)

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            here = (*loc, key)
            if key in values:
                first = self.result.lines[here]
                self._problem(
                    key_node,
                    here,
                    _("the key stands twice; the first is on line {line}", line=first),
                    _("remove one of them"),
                    "yaml-repeated-key",
                )
                continue
            self.result.lines[here] = self.first_line + key_node.start_mark.line
            values[key] = self._value(value_node, here)
        return values
