"""What kind of sound file it is, by its first bytes and not by its name. No I/O."""

from collections.abc import Mapping
from types import MappingProxyType

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


def mime_type(head: bytes) -> str | None:
    """Return the MIME type of a file that begins with `head`, or None when it is no known sound.

    >>> mime_type(b"fLaC...."), mime_type(b"RIFF....WAVEfmt ")
    ('audio/flac', 'audio/wav')
    """
    if head.startswith(b"ID3"):
        inner = head[id3_length(head) :]
        # FLAC may carry an ID3 tag too, though it should not.
        return "audio/flac" if inner.startswith(b"fLaC") else "audio/mpeg"
    if head[4:8] == b"ftyp":
        # The brand says little: whether there are pictures too is seen in the file's streams.
        return "audio/x-m4a"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"fLaC"):
        return "audio/flac"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and _mpeg_header(head):
        return "audio/mpeg"
    return None


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


def _mpeg_header(head: bytes) -> bool:
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, frequency = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in {0, 15} and frequency != 3


_BIT_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def mp3_bit_rate(frame: bytes) -> int:
    """Return the bits a second that an MPEG layer 3 frame says it has; 0 when it is none.

    >>> mp3_bit_rate(bytes.fromhex("fffb9064"))
    128000
    """
    if len(frame) < 4 or frame[0] != 0xFF or not _mpeg_header(frame):
        return 0
    table = _BIT_RATES[3 if frame[1] >> 3 & 3 == 3 else 2]
    return table[frame[2] >> 4] * 1000


def mp3_frame_length(frame: bytes) -> int:
    """Return the bytes that an MPEG layer 3 frame should have by its header; 0 when it is none."""
    rate = mp3_bit_rate(frame)
    if not rate:
        return 0
    version = frame[1] >> 3 & 3
    frequency = (44100, 48000, 32000)[frame[2] >> 2 & 3] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if version == 3 else 72) * rate // frequency + (frame[2] >> 1 & 1)
