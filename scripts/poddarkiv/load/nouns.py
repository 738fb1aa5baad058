"""Make nouns of what YAML held, with a message and a line for everything that does not fit."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from poddarkiv.errors import Loc, Origin, Problem
from poddarkiv.i18n import _
from poddarkiv.load.kinds import describe_wanted
from poddarkiv.slugs import closest, slugify

_OTHER_NAMES = {
    "ansvarig": "owner",
    "avsnitt": "episodes",
    "beskrivning": "description",
    "bild": "image",
    "date": "published",
    "datum": "published",
    "description": "summary",
    "gast": "guest",
    "gäst": "guest",
    "gäster": "guests",
    "granskad": "reviewed",
    "ja": "given",
    "kapitel": "chapters",
    "kategorier": "categories",
    "källor": "sources",
    "länkar": "links",
    "ljud": "audio",
    "namn": "name",
    "nummer": "number",
    "publicerad": "published",
    "publicerat": "published",
    "publish": "published",
    "roll": "role",
    "samtycke": "consent",
    "slut": "end",
    "sammanfattning": "summary",
    "start_time": "start",
    "språk": "language",
    "tags": "topics",
    "tillbakadragen": "withdrawn",
    "titel": "title",
    "utkast": "draft",
    "utskrift": "transcript",
    "ämnen": "topics",
    "år": "year",
}
"""What people write for a key or value: the Swedish word, or another tool's name."""

NounT = TypeVar("NounT", bound=BaseModel)


def make_noun(
    model: type[NounT], data: Any, origin: Origin, /, **given: Any
) -> tuple[NounT | None, list[Problem]]:
    """Return the noun that `data` describes, or None and what is wrong with it.

    Args:
        model: The noun's class.
        data: What YAML held.
        origin: Where it stood.
        given: Fields that come from elsewhere (the folder's name, the text after the front
            matter); the YAML may not hold them.
    """
    if data is None:
        data = {}
    if not isinstance(data, dict):
        return None, [origin.problem(message=_("keys and values were expected"), rule="shape")]
    problems = list(_reserved(data, given, origin))
    values = {key: value for key, value in data.items() if value is not None and key not in given}
    try:
        noun = model.model_validate(_without_none(values) | given)
    except ValidationError as error:
        problems += _problems(error.errors(), model, origin, given)
        return None, problems
    return (None if problems else noun), problems


def _reserved(data: dict[str, Any], given: dict[str, Any], origin: Origin) -> Iterator[Problem]:
    for key in data:
        if key in given:
            yield origin.problem(key, message=_("unknown key “{key}”", key=key), rule="unknown-key")


def _without_none(value: Any) -> Any:
    # An empty value (`reviewed:`) is the same as a key that is not there.
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    return value


def _problems(
    errors: list[ErrorDetails], model: type[BaseModel], origin: Origin, given: dict[str, Any]
) -> Iterator[Problem]:
    misspelt = {
        (*error["loc"][:-1], _near_key(str(error["loc"][-1]), _keys_at(model, error["loc"][:-1])))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    for error in errors:
        # A key that is there under another name is not missing too.
        if error["type"] != "missing" or error["loc"] not in misspelt:
            yield _problem(error, model, origin, given)


def _problem(
    details: ErrorDetails, model: type[BaseModel], origin: Origin, given: dict[str, Any]
) -> Problem:
    loc: Loc = tuple(part for part in details["loc"])
    if loc == ("slug",) and "slug" in given:
        return _bad_name(str(given["slug"]), origin)
    kind = details["type"]
    context = details.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(loc[-1])
        near = _near_key(key, _keys_at(model, loc[:-1]))
        remedy = _("did you mean “{near}”?", near=near) if near else ""
        return origin.problem(
            *loc, message=_("unknown key “{key}”", key=key), remedy=remedy, rule="unknown-key"
        )
    if kind == "missing":
        return origin.problem(
            *loc,
            message=_("is missing"),
            remedy=_("write {text}", text=f"{loc[-1]}: …"),
            rule="missing-key",
        )
    if kind in {"value_error", "assertion_error"}:
        return origin.problem(*loc, message=str(context["error"]), rule="value")
    message, remedy = _expected(kind, context, details["input"])
    return origin.problem(*loc, message=message, remedy=remedy, rule="value")


def _near_key(key: str, known: Iterable[str]) -> str | None:
    listed = list(known)
    meant = _OTHER_NAMES.get(key.casefold())
    return meant if meant in listed else closest(key.casefold(), listed)


def _bad_name(name: str, origin: Origin) -> Problem:
    is_folder = origin.path.endswith("/episode.yml")
    wanted = slugify(name) or "ett-namn"
    return origin.problem(
        message=_("“{name}” can't stand in an address: only a–z, 0–9 and hyphens", name=name),
        remedy=_("rename the folder to {wanted}", wanted=wanted)
        if is_folder
        else _("rename the file to {wanted}", wanted=f"{wanted}.md"),
        rule="name",
    )


def _expected(kind: str, context: dict[str, Any], value: Any) -> tuple[str, str]:
    if kind in {"literal_error", "enum"}:
        return _choice(str(context["expected"]), value)
    return describe_wanted(kind, context, value), ""


def _choice(expected: str, value: Any) -> tuple[str, str]:
    choices = expected.replace("'", "").replace(" or ", ", ")
    near = _near_key(str(value), choices.split(", "))
    return (
        _("one of {choices} was expected, not “{value}”", choices=choices, value=value),
        _("did you mean “{near}”?", near=near) if near else "",
    )


def _keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """Return the keys that the model has at `loc`."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        fields = getattr(current, "model_fields", {})
        if part not in fields:
            return []
        current = _model_in(fields[part].annotation)
    fields = getattr(current, "model_fields", {})
    return [
        info.alias or name
        for name, info in fields.items()
        if not (isinstance(info.json_schema_extra, dict) and info.json_schema_extra)
    ]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
