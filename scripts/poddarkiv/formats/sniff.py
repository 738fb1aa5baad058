"""What kind of sound file it is, by its first bytes and not by its name. No I/O."""

from collections.abc import Mapping
from types import MappingProxyType

from poddarkiv.formats.mpeg import first_frame

SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "audio/mpeg": (".mp3",),
        "audio/x-m4a": (".m4a", ".m4b", ".mp4"),
        "video/mp4": (".mp4", ".m4v"),
        "audio/wav": (".wav",),
        "audio/flac": (".flac",),
        "audio/ogg": (".ogg", ".oga", ".opus"),
        "audio/aac": (".aac",),
    }
)
"""The endings that fit each MIME type; the first is the one to advise."""

RECORDING_ENDINGS = tuple(sorted({ending for endings in SUFFIXES.values() for ending in endings}))
"""Every ending that a recording may have, in small letters; capitals are accepted too."""

SERVED_AS: Mapping[str, str] = MappingProxyType(
    {ending: kind for kind, endings in SUFFIXES.items() for ending in endings}
)
"""The MIME type that a server gives a recording, by its ending."""

IN_EVERY_APP = ("audio/mpeg", "audio/x-m4a", "video/mp4")
"""What Apple Podcasts plays; other kinds reach fewer listeners."""

HEAD = 16 * 1024
"""Bytes after tags and zeros that `mime_type` looks at: several frames of any bit rate."""


def mime_type(head: bytes) -> str | None:
    """Return the MIME type of a file that begins with `head`, or None when it is no known sound.

    Args:
        head: Its first bytes after tags (`id3_length`) and zeros.

    >>> mime_type(b"fLaC...."), mime_type(b"RIFF....WAVEfmt ")
    ('audio/flac', 'audio/wav')
    """
    if head[4:8] == b"ftyp":
        # The brand says little: whether there are pictures too is seen in the file's streams.
        return "audio/x-m4a"
    if head[:4] in {b"RIFF", b"RF64", b"BW64"} and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.lstrip()[:1] in {b"<", b"{"} or is_lfs_pointer(head):
        return None
    frames = first_frame(head)
    return frames and {"mp3": "audio/mpeg", "aac": "audio/aac"}[frames[1]]


def recording_globs() -> list[str]:
    """Return the patterns that match the name of every recording in git's own files.

    git tells capitals from small letters on Linux, and a recorder names its files `ZOOM0001.WAV`.

    >>> recording_globs()[-1]
    '*.[wW][aA][vV]'
    """
    return [
        "*." + "".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in ending[1:])
        for ending in RECORDING_ENDINGS
    ]


def id3_length(head: bytes) -> int:
    """Return the bytes that the ID3v2 tag at the start of `head` takes; 0 when there is none."""
    if not head.startswith(b"ID3") or len(head) < 10:
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return size + 10 + (10 if head[5] & 0x10 else 0)


def is_lfs_pointer(head: bytes) -> bool:
    """Whether a file that begins with `head` only says where Git LFS keeps the real one.

    Source: github.com/git-lfs/git-lfs, docs/spec.md.
    """
    return head.startswith(b"version https://git-lfs.github.com/spec/")
