"""The nouns as JSON Schemas, so that an editor's program helps while it is being written.

A schema accepts everything that `check` accepts. It refuses what a schema can: unknown keys,
missing keys, wrong kinds of values, but nothing between files.
"""

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from poddarkiv.i18n import _
from poddarkiv.model.episode import Episode
from poddarkiv.model.knowledge import Article, Contacts, EasyRead, Glossary, Page, Topic
from poddarkiv.model.lock import Lock
from poddarkiv.model.people import Guest
from poddarkiv.model.show import Show

FILES: Mapping[str, type[BaseModel]] = {
    "show": Show,
    "episode": Episode,
    "episode.lock": Lock,
    "guest": Guest,
    "article": Article,
    "easy-read": EasyRead,
    "topic": Topic,
    "page": Page,
    "glossary": Glossary,
    "contacts": Contacts,
}
"""The model of each kind of file, by the name of its schema."""

_GIVEN = ("from_folder", "from_body")
"""Marks of fields that are not written in YAML."""


def _when(key: str, value: str, *needed: str) -> dict[str, Any]:
    # `required` in the condition too: a key that is not there would count as equal.
    return {
        "if": {"properties": {key: {"const": value}}, "required": [key]},
        "then": {
            "required": list(needed),
            "properties": {name: {"not": {"type": "null"}} for name in needed},
        },
    }


_CONDITIONS: Mapping[str, list[dict[str, Any]]] = {
    "Episode": [_when("status", "published", "guid")],
    "TranscriptStatus": [
        _when("status", "reviewed", "by", "date"),
        _when("status", "none", "reason"),
    ],
    "Consent": [
        _when("basis", "given", "date", "scope"),
        _when("basis", "public_source", "source"),
    ],
}
"""What `checks` demands of a noun beyond its kinds of values, as far as a schema can say it."""


def render_schemas() -> dict[str, str]:
    """Return the text of each schema by file name, in the language in use."""
    return {f"{name}.schema.json": _text(_schema(model)) for name, model in FILES.items()}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    documented = dict(read_descriptions())
    for noun in (schema, *schema.get("$defs", {}).values()):
        if "properties" in noun:
            _finish(noun, documented)
        noun.pop("description", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _finish(noun: dict[str, Any], documented: Mapping[tuple[str, str], str]) -> None:
    name = noun.pop("title")
    required = noun.setdefault("required", [])
    for key, field in list(noun["properties"].items()):
        if any(field.get(mark) for mark in _GIVEN):
            del noun["properties"][key]
            noun["required"] = required = [other for other in required if other != key]
            continue
        noun["properties"][key] = _field(field, key in required)
        if (name, key) in documented:
            noun["properties"][key]["description"] = _(documented[name, key])
    if name in _CONDITIONS:
        noun["allOf"] = _CONDITIONS[name]


def _field(field: dict[str, Any], required: bool) -> dict[str, Any]:
    plain: dict[str, Any] = _without(field, {"title", "default"})
    if required or "anyOf" in plain:
        return plain
    # An empty value is the same as a key that is not there.
    if isinstance(plain.get("type"), str):
        return {**plain, "type": [plain["type"], "null"]} | _enum(plain)
    if isinstance(plain.get("type"), list):
        return {**plain, "type": [*plain["type"], "null"]}
    return {"anyOf": [plain, {"type": "null"}]}


def _enum(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {"enum": [*plain["enum"], None]} if "enum" in plain else {}


def _without(value: Any, keys: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(item, keys) for key, item in value.items() if key not in keys}
    if isinstance(value, list):
        return [_without(item, keys) for item in value]
    return value


def read_descriptions() -> Iterator[tuple[tuple[str, str], str]]:
    """Go through what the models' source says of each field: ((noun, field), text)."""
    for module in sorted({_module(model) for model in FILES.values()} | {f"{__package__}.episode"}):
        tree = ast.parse(inspect.getsource(sys.modules[module]))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                yield from _described(node)


def _module(model: type[BaseModel]) -> str:
    return model.__module__


def _described(node: ast.ClassDef) -> Iterator[tuple[tuple[str, str], str]]:
    for field, after in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
            and isinstance(after.value.value, str)
        ):
            yield (node.name, field.target.id), " ".join(after.value.value.split())
