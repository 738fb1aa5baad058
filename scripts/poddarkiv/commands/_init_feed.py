"""The files of a new archive that begins with a feed: the starter's, with the show's own."""

import re
from collections.abc import Mapping
from typing import Any

from poddarkiv.commands._import_feed import Import, plan
from poddarkiv.feeds.files import STATE, fitting
from poddarkiv.feeds.show import Feed
from poddarkiv.formats.yamledit import read_keys, remove_key, set_key
from poddarkiv.model import Show
from poddarkiv.spec import podcast_guid

_SHOW = "episodes/show.yml"
_EXAMPLE = re.compile(r"episodes/[^/]+/")
_NAMED = re.compile(rb"^episodes: \[.*\]\r?\n", re.M)
"""An article that names the starter's episode."""


def with_feed(
    files: Mapping[str, bytes], feed: Feed, source: str
) -> tuple[dict[str, bytes], Import]:
    """Return the files of the archive, and what came.

    Args:
        files: The starter's.
        feed: What was read.
        source: Its file or address.
    """
    brought = plan(feed, source, None, {})
    kept = {
        path: _NAMED.sub(b"", text) if path.startswith("content/") else text
        for path, text in files.items()
        if not _EXAMPLE.match(path)
    }
    kept[_SHOW] = _show_text(kept[_SHOW].decode(), feed).encode()
    kept |= {path: text.encode() for path, text in brought.guests.items()}
    for each in brought.new:
        for name, text in each.files.items():
            kept[f"episodes/{each.folder}/{name}"] = text.encode()
    kept[STATE] = brought.state.encode()
    return kept, brought


def _show_text(text: str, feed: Feed) -> str:
    """Return the starter's `show.yml` with all that the feed says; what it says not stays."""
    if not str(feed.values.get("language", "sv")).lower().startswith("sv"):
        # The starter's model hears Swedish.
        text = remove_key(text, "transcription")
    starter = read_keys(text)
    values = dict(feed.values)
    if "guid" not in values and feed.address.startswith(("http://", "https://")):
        values["guid"] = str(podcast_guid(feed.address))
    owner: dict[str, Any] = dict(starter["owner"])  # type: ignore[call-overload]
    owner |= {key: value for key, value in values.pop("owner", {}).items() if value}
    values["owner"] = owner
    fixed = {key: value for key, value in starter.items() if key not in values and value != ""}
    fitting(Show, values, fixed, {key: value for key, value in starter.items() if value != ""})
    for key, value in values.items():
        text = set_key(text, key, value)
    return text
