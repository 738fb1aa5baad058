"""`podcast:alternateEnclosure`: the recording's other forms, with checksums that apps can prove."""

import base64
from collections.abc import Iterator

from poddarkiv.archive import Archive
from poddarkiv.model import Audio, Episode
from poddarkiv.rss.addresses import enclosure_url
from poddarkiv.rss.tags import Tag, make_tag


def alternate_tags(archive: Archive, episode: Episode) -> Iterator[Tag]:
    """Return the recording itself and its other forms; nothing when it has only one."""
    lock = archive.locks.get(episode.slug)
    if lock is None or lock.audio is None or not lock.alternates:
        return
    yield _alternate(lock.audio, enclosure_url(archive, episode), "", default="true")
    titles = {f"media/{one.file}": one.title for one in episode.alternates}
    for audio in lock.alternates:
        if audio.path in titles:
            url = archive.media_url + audio.path.removeprefix("media/")
            yield _alternate(audio, url, titles[audio.path] or "")


def _alternate(audio: Audio, url: str, title: str, default: str = "") -> Tag:
    children = [make_tag("podcast:source", attributes={"uri": url})]
    if audio.sha256 is not None:
        digest = base64.b64encode(bytes.fromhex(audio.sha256)).decode()
        attributes = {"type": "sri", "value": f"sha256-{digest}"}
        children.append(make_tag("podcast:integrity", attributes=attributes))
    return make_tag(
        "podcast:alternateEnclosure",
        attributes={
            "type": audio.mime_type,
            "length": audio.bytes,
            "bitrate": audio.bit_rate,
            "title": title[:32],
            "default": default,
        },
        children=children,
    )
