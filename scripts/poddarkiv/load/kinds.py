"""Say what kind of value was wanted: the words for pydantic's kinds of errors.

Its own are English, and name its types. https://docs.pydantic.dev/latest/errors/validation_errors/
"""

from collections.abc import Mapping
from typing import Any

from poddarkiv.i18n import _, marked

_LIMITS = {
    ("too_short", "string_too_short", "bytes_too_short"): (
        "min_length",
        marked("at least {n} were expected, not “{value}”"),
    ),
    ("too_long", "string_too_long", "bytes_too_long", "url_too_long"): (
        "max_length",
        marked("at most {n} were expected, not “{value}”"),
    ),
    ("greater_than_equal",): ("ge", marked("at least {n} was expected, not “{value}”")),
    ("greater_than",): ("gt", marked("more than {n} was expected, not “{value}”")),
    ("less_than_equal",): ("le", marked("at most {n} was expected, not “{value}”")),
    ("less_than",): ("lt", marked("less than {n} was expected, not “{value}”")),
    ("multiple_of",): ("multiple_of", marked("a multiple of {n} was expected, not “{value}”")),
}
"""Kinds that tell a limit, with its name in what pydantic tells besides."""
_TYPES = (
    (
        ("string_type", "string_sub_type", "bytes_type", "url_type"),
        marked("a text was expected, not {value}"),
    ),
    (
        ("tuple_", "list_", "set_", "frozen_set_", "deque_", "iterable_"),
        marked("a list (lines that begin with “- ”) was expected, not “{value}”"),
    ),
    (
        ("model_", "dict_", "frozen_dict_", "ordered_dict_", "mapping_", "dataclass_"),
        marked("keys and values were expected, not “{value}”"),
    ),
    (
        ("uuid",),
        marked(
            "a UUID such as 917393e3-1b1e-5cef-ace4-edaa54e1f810 was expected, not “{value}”",
        ),
    ),
    (("bool",), marked("true or false was expected, not “{value}”")),
    (("int_",), marked("a whole number such as 32 was expected, not “{value}”")),
    (
        ("float_", "decimal_", "fraction_", "complex_", "finite_number"),
        marked("a number was expected, not {value}"),
    ),
    (
        ("datetime", "timezone"),
        marked("a date and time such as 2025-03-01T06:00:00+01:00 was expected, not “{value}”"),
    ),
    (("date_",), marked("a date such as 2026-11-20 was expected, not “{value}”")),
    (("url",), marked("an address that begins with https:// was expected, not “{value}”")),
)
"""How kinds begin; the first that fits counts."""
_OTHER = marked("“{value}” can't stand here")


def describe_wanted(kind: str, context: Mapping[str, Any], value: Any) -> str:
    """Return what was wanted instead of `value`.

    Args:
        kind: The type of pydantic's error.
        context: What it tells besides.
        value: What was there.
    """
    shown = _shown(value)
    for kinds, (limit, text) in _LIMITS.items():
        if kind in kinds and limit in context:
            return _(text, n=context[limit], value=shown)
    found = (text for begins, text in _TYPES if kind.startswith(begins))
    return _(next(found, _OTHER), value=shown)


def _shown(value: Any) -> str:
    match value:
        case dict():
            return _("keys and values")
        case list():
            return _("a list")
    return str(value)
