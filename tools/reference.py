"""Write `docs/reference.md`: every command and every key, from the code that reads them.

Run: `python tools/reference.py` (writes) or with `--check` (exit 1 when behind).
"""

import ast
import enum
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from poddarkiv import i18n
from poddarkiv.cli import command_group
from poddarkiv.model.schema import FILES
from poddarkiv.output import write_if_changed

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
PLACES = {
    "show": "`episodes/show.yml`",
    "episode": "`episodes/…/episode.yml`",
    "episode.lock": "`episodes/…/episode.lock.yml` (written by `measure`)",
    "guest": "the beginning of `content/gaster/….md`",
    "article": "the beginning of `content/artiklar/….md`",
    "easy-read": "the beginning of `content/artiklar/….lattlast.md`",
    "topic": "the beginning of `content/amnen/….md`",
    "page": "the beginning of `content/….md`",
    "glossary": "`content/ordlista.yml`",
    "contacts": "`content/kontakter.yml`",
}
KINDS = {
    "Line": "plain text on one line, never empty",
    "Text": "text of any length; Markdown where the key says so",
    "Number": "a whole number without zeros in front",
    "Seconds": "a time in the recording, written as a clock: `12:30`, `1:02:03`, `1:02:03.500`",
    "Moment": "a date and time with its zone: `2025-03-01T06:00:00+01:00`",
    "Day": "a date: `2026-11-20`",
    "Slug": "the last part of an address: a–z, 0–9 and single hyphens",
    "Url": "an address that begins with `https://` or `http://`",
    "Flag": "`true` or `false`",
    "MediaFile": "the name of a file in `media/`",
    "Recording": "the name of a file in `media/`, or an address that begins with `https://`",
    "TargetAddress": "an address as `poddarkiv publish` takes it",
    "UUID": "a UUID: `917393e3-1b1e-5cef-ace4-edaa54e1f810`",
}
"""What the kinds of values in `model.fields` accept; a kind that is not here stands as it is."""


def reference() -> str:
    """Return the whole page."""
    i18n.use("en")
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Written by `tools/reference.py` from the code; `make format` makes it anew."
    yield ""
    yield "## Commands"
    yield ""
    group = command_group()
    context = click.Context(group, info_name="poddarkiv")
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from _command(name, command)
    yield "## Kinds of values"
    yield ""
    yield "| kind | what may be written |"
    yield "| --- | --- |"
    for name, meaning in KINDS.items():
        yield f"| {name} | {meaning} |"
    yield ""
    yield "## Files"
    yield ""
    nested: dict[str, type[BaseModel]] = {}
    for name, model in FILES.items():
        yield f"### {name}"
        yield ""
        yield f"In {PLACES[name]}."
        yield ""
        yield from _table(model)
        _gather(model, nested)
    yield "## Values with keys of their own"
    yield ""
    for name in sorted(nested):
        if nested[name] not in FILES.values():
            yield f"### {name}"
            yield ""
            summary = _summary(nested[name])
            if summary:
                yield summary
                yield ""
            yield from _table(nested[name])


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"poddarkiv {name}")
    yield f"### poddarkiv {name}"
    yield ""
    yield _plain(command.help or "")
    yield ""
    yield f"`{' '.join(command.get_usage(context).removeprefix('Usage: ').split())}`"
    yield ""
    options = [each for each in command.params if isinstance(each, click.Option)]
    yield "| option | does |"
    yield "| --- | --- |"
    for option in options:
        record = None if option.hidden else option.get_help_record(context)
        if record is not None:
            yield f"| `{_cell(record[0])}` | {_cell(record[1])} |"
    yield ""


def _table(model: type[BaseModel]) -> Iterator[str]:
    written = dict(_written(model))
    yield "| key | kind | without it | meaning |"
    yield "| --- | --- | --- | --- |"
    for name, info in model.model_fields.items():
        if _is_given(info):
            continue
        kind, meaning = written.get(name, ("", ""))
        key = info.alias or name
        yield f"| `{key}` | {_kind(kind, info)} | {_default(info)} | {_cell(meaning)} |"
    yield ""


def _is_given(info: FieldInfo) -> bool:
    extra = info.json_schema_extra
    return isinstance(extra, dict) and bool(extra.keys() & {"from_folder", "from_body"})


def _written(model: type[BaseModel]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Go through what the source says of each key: its kind, and the text below it."""
    for noun in reversed([each for each in model.__mro__ if issubclass(each, BaseModel)]):
        if not noun.__module__.startswith("poddarkiv."):
            continue
        (node,) = ast.parse(textwrap.dedent(inspect.getsource(noun))).body
        assert isinstance(node, ast.ClassDef)
        for field, after in zip(node.body, [*node.body[1:], None], strict=True):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                yield field.target.id, (ast.unparse(field.annotation), _text_below(after))


def _text_below(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""


def _kind(written: str, info: FieldInfo) -> str:
    kind = written.removesuffix(" | None")
    listed = re.fullmatch(r"tuple\[(.+), \.\.\.\]", kind)
    if listed:
        return f"list of {_kind(listed[1], info)}"
    choices = _choices(info.annotation)
    if choices:
        return " or ".join(f"`{choice}`" for choice in choices)
    if kind in {model.__name__ for model in _models(info.annotation)}:
        return f"[{kind}](#{kind.lower()})"
    return _cell(kind)


def _choices(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return [str(each.value) for each in annotation]
    parts = get_args(annotation)
    if parts and all(isinstance(part, str) for part in parts):
        return list(parts)
    found = [_choices(part) for part in parts]
    return next((choices for choices in found if choices), [])


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**needed**"
    value = info.get_default(call_default_factory=True, validated_data={})
    if value in (None, (), "", {}) or value is PydanticUndefined or isinstance(value, BaseModel):
        return "–"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, enum.Enum):
        return f"`{value.value}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    return f"`{value}`"


def _gather(model: type[BaseModel], found: dict[str, type[BaseModel]]) -> None:
    for info in model.model_fields.values():
        for nested in _models(info.annotation):
            if nested.__name__ not in found:
                found[nested.__name__] = nested
                _gather(nested, found)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _summary(model: type[BaseModel]) -> str:
    return _plain((model.__doc__ or "").split("\n\n")[0])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def main() -> int:
    """Write the page, or tell whether it is behind; return the exit code."""
    wanted = reference().rstrip() + "\n"
    if "--check" in sys.argv:
        if not TARGET.is_file() or TARGET.read_text("utf-8") != wanted:
            print("docs/reference.md is behind: run python tools/reference.py")
            return 1
        return 0
    write_if_changed(TARGET, wanted.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
