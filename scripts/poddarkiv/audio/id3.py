"""Tags of MP3 files: ID3v2.4 with chapters, as podcast apps read them."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poddarkiv.audio.foreign_tags import (
    ForeignTags,
    PreviousTags,
    is_our_site,
    match_chapters,
    names_person,
    other_values,
)
from poddarkiv.audio.tagging import Tags, chapter_ends

_SEVERAL = ("TPE1", "TCON")
"""Frames that may hold several values, of which the archive knows one."""
_OURS = re.compile(r"chp\d+")
_NO_OFFSET = 0xFFFFFFFF
_FRONT = 3
_MARK = "TXXX:poddarkiv left"
"""Names the kinds of frames that stay though the archive has no value for them."""
_LINK = "chapter url"
"""How the frame with a chapter's link is described, as players know it."""


def write_id3(path: Path, tags: Tags) -> ForeignTags:
    """Let the MP3 at `path` carry `tags`; return what the archive does not know of in it."""
    # mutagen's classes have no types to speak of.
    id3: Any = importlib.import_module("mutagen.id3")
    file: Any = importlib.import_module("mutagen.mp3").MP3(path)
    if file.tags is None:
        file.add_tags()
    frames, unknown = file.tags, ForeignTags()
    marks = [text for frame in frames.getall(_MARK) for text in frame.text]
    ours = is_our_site((frame.url for frame in frames.getall("WOAF")), tags.page)
    before = PreviousTags(ours, frozenset(" ".join(marks).split()))
    _write_texts(id3, frames, tags, unknown, before)
    _write_lyrics(id3, frames, tags, unknown, before)
    _write_cover(id3, frames, tags, unknown, before)
    _write_chapters(id3, frames, tags, unknown, file.info.length, before)
    frames.delall(_MARK)
    if unknown.kept_kinds and not tags.replace:
        frames.add(id3.TXXX(encoding=3, desc=_MARK[5:], text=" ".join(unknown.kept_kinds)))
    frames.delall("WOAF")
    frames.add(id3.WOAF(url=tags.page))
    # Always as much room and no older copy at the end: the same tags are the same bytes.
    file.save(v1=0, v2_version=4, padding=lambda _info: 0)
    _sort_chapters(path)
    return unknown


def _write_texts(
    id3: Any, frames: Any, tags: Tags, unknown: ForeignTags, before: PreviousTags
) -> None:
    values = {
        "TIT2": tags.title,
        "TALB": tags.show,
        "TPE1": tags.author,
        "TRCK": str(tags.number) if tags.number else "",
        "TPOS": str(tags.season) if tags.season else "",
        "TDRC": tags.date,
        "TLAN": tags.language,
        "TCON": "Podcast",
    }
    for kind, value in values.items():
        texts = [str(text) for frame in frames.getall(kind) for text in frame.text]
        others = other_values(texts, value, tags.left_out) if kind in _SEVERAL else []
        unknown.values += others
        if texts and (value or tags.replace or not before.keeps(kind, unknown)):
            frames.delall(kind)
        if value:
            texts = [value] if tags.replace else [value, *others]
            frames.add(getattr(id3, kind)(encoding=3, text=texts))
    _drop(frames, "COMM", lambda frame: tags.replace or not frame.desc)
    frames.add(id3.COMM(encoding=3, lang=tags.language, desc="", text=tags.comment))


def _write_lyrics(
    id3: Any, frames: Any, tags: Tags, unknown: ForeignTags, before: PreviousTags
) -> None:
    found = bool(frames.getall("USLT")) and not tags.lyrics
    unknown.has_lyrics = found and before.keeps("USLT", unknown)
    if not unknown.has_lyrics or tags.replace:
        _drop(frames, "USLT", lambda frame: tags.replace or not frame.desc)
    if tags.lyrics:
        frames.add(id3.USLT(encoding=3, lang=tags.language, desc="", text=tags.lyrics))


def _write_cover(
    id3: Any, frames: Any, tags: Tags, unknown: ForeignTags, before: PreviousTags
) -> None:
    pictures = frames.getall("APIC")
    fronts = [frame for frame in pictures if frame.type == _FRONT] or pictures[:1]
    stay = bool(pictures) and not tags.cover and before.keeps("APIC", unknown)
    unknown.pictures = len(pictures) - (0 if stay else len(fronts))
    if not stay or tags.replace:
        _drop(frames, "APIC", lambda frame: tags.replace or frame in fronts)
    if tags.cover:
        mime, data = tags.cover.mime_type, tags.cover.content
        frames.add(id3.APIC(encoding=3, mime=mime, type=_FRONT, desc="", data=data))


def _drop(frames: Any, kind: str, unwanted: Any) -> None:
    kept = [frame for frame in frames.getall(kind) if not unwanted(frame)]
    frames.setall(kind, kept)


def _write_chapters(
    id3: Any,
    frames: Any,
    tags: Tags,
    unknown: ForeignTags,
    duration: float,
    before: PreviousTags,
) -> None:
    found = sorted(frames.getall("CHAP"), key=lambda frame: frame.start_time)
    listed = {name for frame in frames.getall("CTOC") for name in frame.child_element_ids}
    matched = match_chapters(
        tags.chapters, [(frame.start_time / 1000, _title(frame)) for frame in found]
    )
    rows: list[tuple[float, str, bool, list[Any]]] = []
    for i, chapter in enumerate(tags.chapters):
        old = next((found[j] for j, k in matched.items() if k == i), None)
        inner = [id3.TIT2(encoding=3, text=chapter.title)]
        if chapter.url:
            inner.append(id3.WXXX(encoding=3, desc=_LINK, url=chapter.url))
        others = list(_others(old, ours=before.ours, has_link=bool(chapter.url)))
        unknown.links += len(others)
        rows.append(
            (chapter.start, f"chp{i}", not chapter.hidden, inner + ([] if tags.replace else others))
        )
    foreign = [
        frame
        for j, frame in enumerate(found)
        if j not in matched
        and not names_person(_title(frame), tags.left_out)
        and not (before.ours and _OURS.fullmatch(frame.element_id))
    ]
    unknown.chapters += [_title(frame) or "–" for frame in foreign]
    for n, frame in enumerate([] if tags.replace else foreign):
        shown = not listed or frame.element_id in listed
        rows.append((frame.start_time / 1000, f"kept{n}", shown, list(frame.sub_frames.values())))
    frames.delall("CHAP")
    frames.delall("CTOC")
    _add_chapters(id3, frames, sorted(rows, key=lambda row: row[0]), duration)


def _title(frame: Any) -> str:
    titles = frame.sub_frames.getall("TIT2")
    return str(titles[0]) if titles else ""


def _others(frame: Any, *, ours: bool, has_link: bool) -> Iterator[Any]:
    """Yield what a chapter has in the file beside title and link, and its link if it has another.

    A link that an earlier `tag` wrote is gone when the archive has none any more.
    """
    for inner in frame.sub_frames.values() if frame is not None else ():
        link = inner.FrameID == "WXXX"
        of_ours = link and (has_link or (ours and inner.desc == _LINK))
        if inner.FrameID != "TIT2" and not of_ours:
            if link and inner.desc == _LINK:
                inner.desc = "link"  # or the next run would take it for ours
            yield inner


def _add_chapters(
    id3: Any, frames: Any, rows: list[tuple[float, str, bool, list[Any]]], duration: float
) -> None:
    if not rows:
        return
    ends = chapter_ends([row[0] for row in rows], duration)
    for (start, name, _shown, inner), end in zip(rows, ends, strict=True):
        frames.add(
            id3.CHAP(
                element_id=name,
                start_time=round(start * 1000),
                end_time=round(end * 1000),
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=inner,
            )
        )
    flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
    names = [name for _start, name, shown, _inner in rows if shown]
    frames.add(id3.CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))


def _sort_chapters(path: Path) -> None:
    """Sort the chapter frames by time.

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
