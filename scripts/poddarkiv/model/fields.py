"""Kinds of values that YAML fields hold, each with a message for the person who wrote it.

YAML reaches us as text (see `load.yamltext`), so nothing is guessed by YAML 1.1's rules: each kind
says itself what it accepts.
"""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from poddarkiv.credentials import has_credentials
from poddarkiv.i18n import _
from poddarkiv.slugs import SLUG_PATTERN, is_slug, slugify
from poddarkiv.timecode import CLOCK_PATTERN, parse_timecode

_MOMENT = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)$"
_NUMBER = r"^(?:0|[1-9]\d{0,8})$"
TEXT_TYPES = ["string", "number", "boolean"]
"""YAML calls 1984 a number and true a truth value; in a title both are text."""


class Noun(BaseModel):
    """A frozen value that refuses keys it does not know."""

    # Field descriptions for the schemas are read from the source by `model.schema`: pydantic's own
    # way (`use_attribute_docstrings`) parses every module again at each start.
    model_config = ConfigDict(frozen=True, extra="forbid")


_FLAG_WORDS = dict.fromkeys(("yes", "y", "ja", "on", "på", "1", "sant", "true"), "true")
_FLAG_WORDS |= dict.fromkeys(("no", "n", "nej", "off", "av", "0", "falskt", "false"), "false")
"""What YAML 1.1 and Swedes may write for true and false."""


def _read_flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in {"true", "false"}:
        return bool(value == "true")
    meant = _FLAG_WORDS.get(str(value).lower())
    hint = " – " + _("did you mean “{near}”?", near=meant) if meant else ""
    raise ValueError(_("true or false was expected, not “{value}”", value=value) + hint)


def _read_number(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.match(_NUMBER, value, re.ASCII):
        return int(value)
    if isinstance(value, str) and re.match(r"^0+\d{1,9}$", value, re.ASCII):
        raise ValueError(
            _(
                "a number has no zeros in front: {number}, not “{value}”",
                number=int(value),
                value=value,
            )
        )
    raise ValueError(_("a whole number such as 32 was expected, not “{value}”", value=value))


def _read_moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            _refuse_impossible(str(value))
            raise ValueError(
                _(
                    "a date and time such as 2025-03-01T06:00:00+01:00 was expected, not “{value}”",
                    value=value,
                )
            ) from None
    if moment.tzinfo is None:
        raise ValueError(
            _("{value} needs a time zone, as in 2025-03-01T06:00:00+01:00", value=value)
        )
    offset = moment.utcoffset()
    if offset is not None and offset % timedelta(minutes=1):
        # Neither RSS nor MP3 tags can write it; it would become another moment.
        raise ValueError(
            _(
                "a time zone is hours and minutes, as in 2025-03-01T06:00:00+01:00, not “{value}”",
                value=value,
            )
        )
    return moment


def _refuse_impossible(value: str) -> None:
    if re.match(r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)", value, re.ASCII):
        raise ValueError(_("there is no such day or time as {value}", value=value))


def _read_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        _refuse_impossible(value)
    raise ValueError(_("a date such as 2026-11-20 was expected, not “{value}”", value=value))


def _read_clock(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else parse_timecode(str(value))


def _check_slug(value: str) -> str:
    if is_slug(value):
        return value
    raise ValueError(
        _(
            "only a–z, 0–9 and single hyphens may stand in an address: “{slug}”, not “{value}”",
            slug=slugify(value) or "a-name",
            value=value,
        )
    )


def check_url(value: str) -> str:
    """Return `value`, its scheme in small letters, when it is a web address.

    Raises:
        ValueError: It isn't, or it holds a name or password.
    """
    refuse_credentials(value)
    if not is_web_address(value) or re.search(r"[\s<>\"]", value):
        raise ValueError(
            _("an address that begins with https:// was expected, not “{value}”", value=value)
        )
    return lower_scheme(value)


def lower_scheme(value: str) -> str:
    """Return an address with its scheme in small letters: capitals mean the same (RFC 3986, 3.1).

    >>> lower_scheme("HTTPS://A.example/B")
    'https://A.example/B'
    """
    scheme, mark, rest = value.partition("://")
    return scheme.lower() + mark + rest if mark else value


def is_web_address(value: str) -> bool:
    """Whether `value` can be taken apart as an address of the web.

    >>> is_web_address("https://a.example/b"), is_web_address("https://[::1")
    (True, False)
    """
    try:
        parts = urlsplit(value)
        # A port that is no number, or too large, is found when it is asked for.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def refuse_credentials(value: str) -> None:
    """Let `value` pass when no address in it holds a name or password.

    Raises:
        ValueError: One does; the message doesn't show it.
    """
    if has_credentials(value):
        raise ValueError(credentials_message())


def credentials_message() -> str:
    """Return what to say of an address that holds a name or password, and what to do."""
    return _(
        "an address with a name or password (name:password@host) would be published – take them "
        "away, change the password, and use an address that is open to all"
    )


def _check_text(value: str) -> str:
    bad = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", value)
    if bad:
        raise ValueError(
            _("control character U+{code} can't stand in a feed", code=f"{ord(bad[0]):04X}")
        )
    return value.strip()


def _check_guid(value: str) -> str:
    refuse_credentials(value)
    _check_text(value)
    if not value.strip():
        raise ValueError(_("a text was expected, nothing was there"))
    return value


def _check_line(value: str) -> str:
    refuse_credentials(value)
    text = _check_text(value)
    if not text:
        raise ValueError(_("a text was expected, nothing was there"))
    return " ".join(text.split())


Flag = Annotated[
    bool, BeforeValidator(_read_flag), WithJsonSchema({"enum": [True, False, "true", "false"]})
]
Number = Annotated[
    int,
    BeforeValidator(_read_number),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 0, "pattern": _NUMBER}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_read_moment),
    WithJsonSchema({"type": "string", "pattern": _MOMENT}),
]
Day = Annotated[
    date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})
]
Seconds = Annotated[
    float,
    BeforeValidator(_read_clock),
    WithJsonSchema({"type": "string", "pattern": CLOCK_PATTERN}),
]
"""A time in the recording: written as a clock, held as seconds."""
Slug = Annotated[
    str, AfterValidator(_check_slug), WithJsonSchema({"type": "string", "pattern": SLUG_PATTERN})
]
Url = Annotated[
    str,
    AfterValidator(check_url),
    WithJsonSchema({"type": "string", "pattern": r'^[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"/][^\s<>"]*$'}),
]
Line = Annotated[
    str, AfterValidator(_check_line), WithJsonSchema({"type": TEXT_TYPES, "pattern": r"\S"})
]
"""Plain text on one line, never empty."""
Guid = Annotated[
    str, AfterValidator(_check_guid), WithJsonSchema({"type": TEXT_TYPES, "pattern": r"\S"})
]
"""Text that stays to the letter, spaces too: apps compare it as it stands."""
Text = Annotated[str, AfterValidator(_check_text), WithJsonSchema({"type": TEXT_TYPES})]
"""Text of any length; Markdown where the field says so."""
