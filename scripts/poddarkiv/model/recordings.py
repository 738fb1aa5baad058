"""Kinds of values that name a recording or picture: a file in `media/`, or an address."""

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from poddarkiv.filenames import MEDIA_NAME_PATTERN, is_media_name
from poddarkiv.i18n import _
from poddarkiv.model.fields import TEXT_TYPES, Line, is_web_address, lower_scheme


def _check_media_name(value: str) -> str:
    if is_media_name(value):
        return value
    raise ValueError(
        _(
            "the name of a file in media/ was expected, as in 032.mp3 or bilder/032.jpg, "
            "not “{value}”",
            value=value,
        )
    )


def _check_recording(value: str) -> str:
    # What else is wrong with an address is for `check` to say: it reads no file here.
    if is_web_address(value) if "://" in value else is_media_name(value):
        return lower_scheme(value)
    raise ValueError(
        _(
            "the name of a file in media/ was expected, as in 032.mp3, or an address that begins "
            "with https://, not “{value}”",
            value=value,
        )
    )


MediaFile = Annotated[
    Line,
    AfterValidator(_check_media_name),
    WithJsonSchema({"type": TEXT_TYPES, "pattern": MEDIA_NAME_PATTERN}),
]
"""A file in `media/`, as in `bilder/032.jpg`: nothing that could lead elsewhere on any system."""
Recording = Annotated[
    Line,
    AfterValidator(_check_recording),
    WithJsonSchema(
        {
            "type": TEXT_TYPES,
            "pattern": f'{MEDIA_NAME_PATTERN}|^[Hh][Tt][Tt][Pp][Ss]?://[^\\s<>"/]+(?:/[^\\s<>"]*)?$',
        }
    ),
]
"""A file in `media/` or a web address."""
