"""Tags of MP3 files: ID3v2.4 with chapters, as podcast apps read them."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poddarkiv.audio.tagging import Tags, chapter_ends
from poddarkiv.model import Chapter

_OURS = ("TIT2", "TALB", "TPE1", "TRCK", "TPOS", "TDRC", "TLAN", "TCON", "COMM", "USLT", "WOAF",
         "APIC", "CHAP", "CTOC")  # fmt: skip
_NO_OFFSET = 0xFFFFFFFF


def write_id3(path: Path, tags: Tags) -> None:
    """Let the MP3 at `path` carry `tags`; tags of other kinds stay."""
    # mutagen's classes have no types to speak of.
    id3: Any = importlib.import_module("mutagen.id3")
    file: Any = importlib.import_module("mutagen.mp3").MP3(path)
    if file.tags is None:
        file.add_tags()
    frames = file.tags
    for kind in _OURS:
        frames.delall(kind)
    text = {
        "TIT2": tags.title,
        "TALB": tags.show,
        "TPE1": tags.author,
        "TRCK": str(tags.number) if tags.number else "",
        "TPOS": str(tags.season) if tags.season else "",
        "TDRC": tags.date,
        "TLAN": tags.language,
        "TCON": "Podcast",
    }
    for kind, value in text.items():
        if value:
            frames.add(getattr(id3, kind)(encoding=3, text=value))
    frames.add(id3.COMM(encoding=3, lang=tags.language, desc="", text=tags.comment))
    frames.add(id3.WOAF(url=tags.page))
    if tags.lyrics:
        frames.add(id3.USLT(encoding=3, lang=tags.language, desc="", text=tags.lyrics))
    if tags.cover:
        cover = id3.APIC(
            encoding=3, mime=tags.cover.mime_type, type=3, desc="", data=tags.cover.content
        )
        frames.add(cover)
    if tags.chapters:
        _add_chapters(id3, frames, tags.chapters, file.info.length)
    # Always as much room and no older copy at the end: the same tags are the same bytes.
    file.save(v1=0, v2_version=4, padding=lambda _info: 0)
    _sort_chapters(path)


def _add_chapters(id3: Any, frames: Any, chapters: tuple[Chapter, ...], duration: float) -> None:
    names = [f"chp{i}" for i in range(len(chapters))]
    for name, chapter, end in zip(names, chapters, chapter_ends(chapters, duration), strict=True):
        inner = [id3.TIT2(encoding=3, text=chapter.title)]
        if chapter.url:
            inner.append(id3.WXXX(encoding=3, desc="chapter url", url=chapter.url))
        frames.add(
            id3.CHAP(
                element_id=name,
                start_time=round(chapter.start * 1000),
                end_time=round(end * 1000),
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=inner,
            )
        )
    shown = [name for name, chapter in zip(names, chapters, strict=True) if not chapter.hidden]
    flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
    frames.add(id3.CTOC(element_id="toc", flags=flags, child_element_ids=shown, sub_frames=[]))


def _sort_chapters(path: Path) -> None:
    """Let chapters stand in the order of their times.

    mutagen writes frames by size, and players that pass over the table of contents take them as
    they come. The frames change places; the tag keeps its length.
    """
    with path.open("r+b") as file:
        head = file.read(10)
        tag = file.read(_synchsafe(head[6:10]))
        frames = list(_frames(tag))
        chapters = iter(sorted((f for f in frames if f[:4] == b"CHAP"), key=_start_of))
        ordered = [next(chapters) if f[:4] == b"CHAP" else f for f in frames]
        if ordered != frames:
            file.seek(10)
            file.write(b"".join(ordered))


def _frames(tag: bytes) -> Iterator[bytes]:
    at = 0
    while at + 10 <= len(tag) and tag[at]:
        size = 10 + _synchsafe(tag[at + 4 : at + 8])
        yield tag[at : at + size]
        at += size


def _start_of(frame: bytes) -> int:
    # The frame's header, the element's name, a zero byte, then the start in milliseconds.
    after_name = frame.index(b"\0", 10) + 1
    return int.from_bytes(frame[after_name : after_name + 4])


def _synchsafe(size: bytes) -> int:
    return size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3]
