"""Tags of M4A files.

mutagen writes texts and the cover; for chapters the file has to be put together anew.
"""

import importlib
from fractions import Fraction
from pathlib import Path
from typing import Any

from poddarkiv.audio.container import open_container
from poddarkiv.audio.foreign_tags import (
    ForeignTags,
    PreviousTags,
    is_our_site,
    match_chapters,
    names_person,
    other_values,
)
from poddarkiv.audio.tagging import Tags, chapter_ends
from poddarkiv.model import Chapter
from poddarkiv.output.names import temporary_beside

_MS = Fraction(1, 1000)
_OURS = ("\xa9nam", "\xa9alb", "\xa9ART", "\xa9day", "\xa9cmt", "\xa9lyr", "\xa9gen", "trkn",
         "disk", "covr", "purl", "stik", "pcst")  # fmt: skip
_SEVERAL = ("\xa9ART", "\xa9gen")
_MARK = "----:poddarkiv:left"
"""Names the tags that stay though the archive has no value for them, and when such chapters begin
(in milliseconds): no later run takes them away."""


def write_mp4(path: Path, tags: Tags) -> ForeignTags:
    """Let the M4A at `path` carry `tags`; return what the archive does not know of in it.

    The sound's packets, and moving picture if there is any, are copied as they are.
    """
    texts, unknown = _texts(path), ForeignTags()
    mark = b" ".join(map(bytes, texts.get(_MARK, ()))).decode(errors="replace")
    ours = is_our_site((str(page) for page in texts.get("purl", ())), tags.page)
    before = PreviousTags(ours, frozenset(mark.split()))
    found = _chapters_in(path)
    foreign = _foreign(found, tags, before, unknown)
    unknown.chapters += [title or "–" for _start, title in foreign]
    kept = [] if tags.replace else foreign
    wanted = sorted([*_wanted(tags.chapters), *kept])
    # Put together anew, a file has no track of chapters' pictures any more: so it stays as it is.
    if not any(names_person(title, tags.left_out) for _start, title in found):
        unknown.links = _pictures_of_chapters(path)
    differs = found != wanted or _language_in(path) != tags.language
    if tags.replace if unknown.links else differs:
        _remux(path, tags.language, wanted)
    _write_texts(path, tags, texts, unknown, before)
    return unknown


def _foreign(
    found: list[tuple[int, str]], tags: Tags, before: PreviousTags, unknown: ForeignTags
) -> list[tuple[int, str]]:
    """Return the chapters of the file that neither the archive knows nor an earlier run wrote."""
    matched = match_chapters(tags.chapters, [(start / 1000, title) for start, title in found])
    return [
        each
        for j, each in enumerate(found)
        if j not in matched
        and not names_person(each[1], tags.left_out)
        and before.keeps(str(each[0]), unknown)
    ]


def _pictures_of_chapters(path: Path) -> int:
    """Return how many pictures the file's chapters have, in a track of their own (QuickTime)."""
    from av.stream import Disposition

    with open_container(path) as container:
        tracks = [s for s in container.streams if s.disposition & Disposition.timed_thumbnails]
        return sum(track.frames for track in tracks)


def _wanted(chapters: tuple[Chapter, ...]) -> list[tuple[int, str]]:
    return [(round(chapter.start * 1000), chapter.title) for chapter in chapters]


def _chapters_in(path: Path) -> list[tuple[int, str]]:
    with open_container(path) as container:
        return [
            (
                round(chapter["start"] * (chapter["time_base"] or _MS) * 1000),
                chapter["metadata"].get("title", ""),
            )
            for chapter in container.chapters()
        ]


def _language_in(path: Path) -> str:
    with open_container(path) as container:
        return str(container.streams.audio[0].metadata.get("language", "und"))


def _remux(path: Path, language: str, chapters: list[tuple[int, str]]) -> None:
    import av

    new = temporary_beside(path)
    try:
        with open_container(path) as source:
            streams = [stream for stream in source.streams if _is_content(stream)]
            sound = source.streams.audio[0]
            length = float((sound.duration or 0) * (sound.time_base or 0))
            # bitexact: nothing of the program or the day in the file.
            options = {"fflags": "+bitexact", "movflags": "+faststart"}
            kind = "ipod" if len(streams) == 1 else "mp4"
            with av.open(str(new), "w", format=kind, options=options) as target:
                out = {each: target.add_stream_from_template(each) for each in streams}
                out[sound].metadata["language"] = language
                target.set_chapters(_rows(chapters, length))
                for packet in source.demux(streams):
                    if packet.size:
                        packet.stream = out[packet.stream]
                        target.mux(packet)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _is_content(stream: Any) -> bool:
    from av.stream import Disposition

    return stream.type in {"audio", "video"} and not stream.disposition & Disposition.attached_pic


def _rows(chapters: list[tuple[int, str]], length: float) -> list[Any]:
    ends = chapter_ends([start for start, _title in chapters], length * 1000)
    return [
        {
            "id": i,
            "start": start,
            "end": round(end),
            "time_base": _MS,
            "metadata": {"title": title},
        }
        for i, ((start, title), end) in enumerate(zip(chapters, ends, strict=True))
    ]


def _texts(path: Path) -> dict[str, Any]:
    """Return the tags of the file, which putting it together would lose."""
    return dict(importlib.import_module("mutagen.mp4").MP4(path).tags or {})


def _write_texts(
    path: Path, tags: Tags, texts: dict[str, Any], unknown: ForeignTags, before: PreviousTags
) -> None:
    mp4: Any = importlib.import_module("mutagen.mp4")
    values = _values(mp4, tags)
    for key in _SEVERAL:
        others = other_values(
            [str(text) for text in texts.get(key, ())], values[key][0], tags.left_out
        )
        unknown.values += others
        values[key] += [] if tags.replace else others
    kept = {
        key: value
        for key, value in texts.items()
        if key not in (*_OURS, _MARK)
        or (key in _OURS and key not in values and before.keeps(key, unknown))
    }
    covers = list(texts.get("covr", ()))
    unknown.pictures = len(covers if "covr" in kept else covers[1:])
    unknown.has_lyrics = "\xa9lyr" in kept
    if tags.replace:
        kept = {key: value for key, value in kept.items() if key not in _OURS}
    else:
        values |= {"covr": values["covr"] + covers[1:]} if tags.cover else {}
        mark = " ".join(unknown.kept_kinds).encode()
        values |= {_MARK: [mp4.MP4FreeForm(mark)]} if mark else {}
    file = mp4.MP4(path)
    if file.tags is None:
        file.add_tags()
    file.tags.clear()
    file.tags.update(kept | values)
    file.save(padding=lambda _info: 0)


def _values(mp4: Any, tags: Tags) -> dict[str, Any]:
    texts = {
        "\xa9nam": tags.title,
        "\xa9alb": tags.show,
        "\xa9ART": tags.author,
        "\xa9day": tags.date,
        "\xa9cmt": tags.comment,
        "\xa9lyr": tags.lyrics,
        "\xa9gen": "Podcast",
        "purl": tags.page,
    }
    values: dict[str, Any] = {key: [value] for key, value in texts.items() if value}
    if tags.number:
        values["trkn"] = [(tags.number, 0)]
    if tags.season:
        values["disk"] = [(tags.season, 0)]
    values["pcst"] = True
    if tags.cover:
        png = tags.cover.mime_type == "image/png"
        form = mp4.MP4Cover.FORMAT_PNG if png else mp4.MP4Cover.FORMAT_JPEG
        values["covr"] = [mp4.MP4Cover(tags.cover.content, form)]
    return values
