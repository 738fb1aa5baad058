"""Which apps play which kind of recording, for warnings. The sources stand in `docs/feed.md`."""

from collections.abc import Mapping
from types import MappingProxyType

from poddarkiv.i18n import _, marked

_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "audio/ogg": marked("AntennaPod, Chrome and Firefox play it; Safari mostly does not"),
        "audio/flac": marked("AntennaPod plays it from Android 8.1 on, and so do browsers"),
        "audio/wav": marked("AntennaPod and browsers play it; it is ten times as large"),
        "audio/aac": marked("AntennaPod plays it but can't seek in it"),
    }
)


def apps_that_play(mime_type: str) -> str:
    """Return which apps play `mime_type`, that Apple's does not; empty when we don't know."""
    text = _ELSEWHERE.get(mime_type)
    return _(text) if text else ""
