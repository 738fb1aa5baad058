"""Lists of chapters that feeds link to: JSON of Podcasting 2.0 and of Podlove, lines of text."""

import json
import math
from collections.abc import Mapping
from typing import Any

from poddarkiv.credentials import has_credentials
from poddarkiv.feeds.values import find_timestamps, format_start, read_duration
from poddarkiv.i18n import _
from poddarkiv.reasons import json_reason


def read_chapters(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return chapters as `episode.yml` has them, and what of them has no place there.

    >>> read_chapters('{"chapters": [{"startTime": 0, "title": "Hej", "img": "https://a.se/b.png"}]}')
    ([{'start': '00:00:00', 'title': 'Hej'}], ['img: https://a.se/b.png'])

    Raises:
        ValueError: It is no list of chapters.
    """
    rows: list[tuple[float, dict[str, Any]]] = []
    kept: list[str] = []
    for said in _listed(text):
        start, title = _start(said), " ".join(str(said.get("title") or "").split())
        if start is None or not title:
            kept.append(json.dumps(said, ensure_ascii=False))
            continue
        row: dict[str, Any] = {"start": format_start(start), "title": title}
        href = str(said.get("url") or said.get("href") or "").strip()
        if href.startswith(("http://", "https://")) and not has_credentials(href):
            row["url"] = href
        if said.get("toc") is False:
            row["hidden"] = True
        kept += [f"{key}: {said[key]}" for key in ("img", "image", "location") if said.get(key)]
        rows.append((start, row))
    if not rows:
        raise ValueError(_("there are no chapters in it"))
    return [row for _start, row in sorted(rows, key=lambda pair: pair[0])], kept


def _listed(text: str) -> list[Mapping[str, Any]]:
    plain = text.lstrip("\ufeff").strip()
    if not plain.startswith(("{", "[")):
        return [dict(row) for row in find_timestamps(plain)]
    try:
        data = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise ValueError(json_reason(error)) from error
    rows = data.get("chapters") if isinstance(data, dict) else data
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _start(row: Mapping[str, Any]) -> float | None:
    value = row.get("startTime", row.get("start"))
    if isinstance(value, str):
        value = read_duration(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value) if value >= 0 else None
