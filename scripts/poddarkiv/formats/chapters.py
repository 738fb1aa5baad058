"""`chapters.json`: chapters as Podcasting 2.0 wants them (JSON Chapters 1.2.0)."""

import json
from typing import Any

from poddarkiv.model import Chapter, Episode, Show


def render_chapters(show: Show, episode: Episode, picture_base: str) -> str:
    """Return the chapters of `episode` as JSON.

    Args:
        show: The podcast.
        episode: Has at least one chapter.
        picture_base: The address that pictures' names are added to.
    """
    content = {
        "version": "1.2.0",
        "title": episode.title,
        "podcastName": show.title,
        "author": show.author,
        "chapters": [_chapter(chapter, picture_base) for chapter in episode.chapters],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _chapter(chapter: Chapter, picture_base: str) -> dict[str, Any]:
    row: dict[str, Any] = {"startTime": _seconds(chapter.start), "title": chapter.title}
    if chapter.image:
        row["img"] = picture_base + chapter.image.file
    if chapter.url:
        row["url"] = chapter.url
    if chapter.hidden:
        row["toc"] = False
    return row


def _seconds(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 3)
