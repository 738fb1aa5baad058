"""`episode.lock.yml` as text: the same lock gives the same bytes, whoever writes it and when."""

import json
from collections.abc import Iterator

from poddarkiv.i18n import _
from poddarkiv.model import Audio, Identity, Lock


def render_lock(lock: Lock) -> str:
    """Return `lock` as the text of an `episode.lock.yml`."""
    lines = ["# " + _("Written by “poddarkiv measure”. Commit it, do not edit it.")]
    if lock.audio is not None:
        lines += ["audio:", *(f"  {key}: {value}" for key, value in _audio(lock.audio))]
    if lock.alternates:
        lines.append("alternates:")
    for alternate in lock.alternates:
        rows = [f"{key}: {value}" for key, value in _audio(alternate)]
        lines += [f"  - {rows[0]}", *(f"    {row}" for row in rows[1:])]
    if lock.identity is not None:
        lines += ["identity:", *(f"  {key}: {value}" for key, value in _identity(lock.identity))]
    return "\n".join(lines) + "\n"


def _audio(audio: Audio) -> Iterator[tuple[str, str]]:
    for key, value in audio.model_dump(exclude_none=True).items():
        if key in {"duration", "loudness"}:
            yield key, f"{value:.3f}" if key == "duration" else f"{value:.1f}"
        else:
            yield key, str(value) if isinstance(value, int) else _quoted(value)


def _identity(identity: Identity) -> Iterator[tuple[str, str]]:
    yield "guid", _quoted(identity.guid)
    if identity.published is not None:
        yield "published", identity.published.isoformat()
    yield "page", _quoted(identity.page)
    if identity.enclosure is not None:
        yield "enclosure", _quoted(identity.enclosure)
    yield "former", "[" + ", ".join(map(_quoted, identity.former)) + "]"


def _quoted(text: str) -> str:
    # Quotes always: a checksum of digits alone would be a number to other readers of YAML.
    return json.dumps(text, ensure_ascii=False)
