"""The files of a new archive that begins with a feed: the starter's, with the show's own."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poddarkiv.commands._import_feed import ImportPlan, plan_import
from poddarkiv.commands._starter import LANGUAGES
from poddarkiv.feeds.files import fit_noun
from poddarkiv.feeds.show import Feed
from poddarkiv.formats.yamledit import read_keys, remove_key, set_key
from poddarkiv.i18n import _
from poddarkiv.load.imported import STATE
from poddarkiv.model import Show
from poddarkiv.spec import podcast_guid

_SHOW = "episodes/show.yml"
_EXAMPLE = re.compile(r"episodes/[^/]+/")
_NAMED = re.compile(rb"^episodes: \[.*\]\r?\n", re.M)
"""An article that names the starter's episode."""


def starter_language(feed: Feed) -> str:
    """Return the starter for the show: in its language, or the one that its archive would speak.

    An archive whose language has no catalogue speaks English.
    """
    main = _main(feed, LANGUAGES[0])
    return main if main in LANGUAGES else "en"


def language_message(feed: Feed) -> str:
    """Return what to say where there is no starter in the show's language; else nothing."""
    code = str(feed.values.get("language", ""))
    if _main(feed, LANGUAGES[0]) in LANGUAGES:
        return ""
    names = {"sv": _("Swedish"), "en": _("English")}
    return (
        _(
            "the feed says that the show is in “{code}”: example texts and messages are in "
            "{language}",
            code=code,
            language=names[starter_language(feed)],
        )
        + " – "
        + _("choose with --language {choices}", choices="|".join(LANGUAGES))
    )


def _main(feed: Feed, otherwise: str) -> str:
    return str(feed.values.get("language", otherwise)).lower().partition("-")[0]


def apply_feed(
    files: Mapping[str, bytes], feed: Feed, source: str, root: Path
) -> tuple[dict[str, bytes], ImportPlan]:
    """Return the files of the archive, and what came.

    Args:
        files: The starter's.
        feed: What was read.
        source: Its file or address.
        root: Where the archive will be.
    """
    imported = plan_import(feed, source, None, {}, root)
    kept = {
        path: _NAMED.sub(b"", text) if path.startswith("content/") else text
        for path, text in files.items()
        if not _EXAMPLE.match(path)
    }
    kept[_SHOW] = _show_text(kept[_SHOW].decode(), feed).encode()
    kept |= {path: text.encode() for path, text in imported.guests.items()}
    for each in imported.new:
        for name, text in each.files.items():
            kept[f"episodes/{each.folder}/{name}"] = text.encode()
    kept[STATE] = imported.record.text().encode()
    return kept, imported


def _show_text(text: str, feed: Feed) -> str:
    """Return the starter's `show.yml` with all that the feed says; what it says not stays."""
    starter = read_keys(text)
    if _main(feed, str(starter["language"])) != starter["language"]:
        # The starter's model is of the starter's language.
        text = remove_key(text, "transcription")
        del starter["transcription"]
    values = dict(feed.values)
    if "guid" not in values and feed.address.startswith(("http://", "https://")):
        values["guid"] = str(podcast_guid(feed.address))
    owner: dict[str, Any] = dict(starter["owner"])  # type: ignore[call-overload]
    owner |= {key: value for key, value in values.pop("owner", {}).items() if value}
    values["owner"] = owner
    fixed = {key: value for key, value in starter.items() if key not in values and value != ""}
    fit_noun(Show, values, fixed, {key: value for key, value in starter.items() if value != ""})
    for key, value in values.items():
        text = set_key(text, key, value)
    return text
