"""Tags of M4A files.

mutagen writes texts and the cover; for chapters the file has to be put together anew.
"""

import importlib
from fractions import Fraction
from pathlib import Path
from typing import Any

from poddarkiv.audio.tagging import Tags, chapter_ends
from poddarkiv.audio.track import opened
from poddarkiv.model import Chapter
from poddarkiv.output.names import temporary_beside

_MS = Fraction(1, 1000)
_OURS = ("\xa9nam", "\xa9alb", "\xa9ART", "\xa9day", "\xa9cmt", "\xa9lyr", "\xa9gen", "trkn",
         "disk", "covr", "purl", "stik", "pcst")  # fmt: skip


def write_mp4(path: Path, tags: Tags) -> None:
    """Let the M4A at `path` carry `tags`; the sound's packets are copied as they are."""
    kept = _texts(path)
    if _chapters_in(path) != _wanted(tags.chapters) or _language_in(path) != tags.language:
        _remux(path, tags)
    _write_texts(path, tags, kept)


def _wanted(chapters: tuple[Chapter, ...]) -> list[tuple[int, str]]:
    return [(round(chapter.start * 1000), chapter.title) for chapter in chapters]


def _chapters_in(path: Path) -> list[tuple[int, str]]:
    with opened(path) as container:
        return [
            (
                round(chapter["start"] * (chapter["time_base"] or _MS) * 1000),
                chapter["metadata"].get("title", ""),
            )
            for chapter in container.chapters()
        ]


def _language_in(path: Path) -> str:
    with opened(path) as container:
        return str(container.streams.audio[0].metadata.get("language", "und"))


def _remux(path: Path, tags: Tags) -> None:
    import av

    new = temporary_beside(path)
    try:
        with opened(path) as source:
            stream = source.streams.audio[0]
            length = float((stream.duration or 0) * (stream.time_base or 0))
            # bitexact: nothing of the program or the day in the file.
            options = {"fflags": "+bitexact", "movflags": "+faststart"}
            with av.open(str(new), "w", format="ipod", options=options) as target:
                out = target.add_stream_from_template(stream)
                out.metadata["language"] = tags.language
                target.set_chapters(_chapters(tags.chapters, length))
                for packet in source.demux(stream):
                    if packet.size:
                        packet.stream = out
                        target.mux(packet)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _chapters(chapters: tuple[Chapter, ...], length: float) -> list[Any]:
    ends = chapter_ends(chapters, length)
    return [
        {
            "id": i,
            "start": round(chapter.start * 1000),
            "end": round(end * 1000),
            "time_base": _MS,
            "metadata": {"title": chapter.title},
        }
        for i, (chapter, end) in enumerate(zip(chapters, ends, strict=True))
    ]


def _texts(path: Path) -> dict[str, object]:
    """Return the tags that are not ours, which putting the file together would lose."""
    found = importlib.import_module("mutagen.mp4").MP4(path).tags
    return {key: value for key, value in (found or {}).items() if key not in _OURS}


def _write_texts(path: Path, tags: Tags, kept: dict[str, object]) -> None:
    mp4: Any = importlib.import_module("mutagen.mp4")
    file = mp4.MP4(path)
    if file.tags is None:
        file.add_tags()
    file.tags.clear()
    file.tags.update(kept)
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
    for key, value in texts.items():
        if value:
            file.tags[key] = [value]
    if tags.number:
        file.tags["trkn"] = [(tags.number, 0)]
    if tags.season:
        file.tags["disk"] = [(tags.season, 0)]
    file.tags["pcst"] = True
    if tags.cover:
        png = tags.cover.mime_type == "image/png"
        form = mp4.MP4Cover.FORMAT_PNG if png else mp4.MP4Cover.FORMAT_JPEG
        file.tags["covr"] = [mp4.MP4Cover(tags.cover.content, form)]
    file.save(padding=lambda _info: 0)
