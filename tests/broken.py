"""Recordings as people really have them: joined, cut, damaged, and with headers that lie."""

import struct
from pathlib import Path

from sounds import write_tone

SECONDS = 6.0
HTML = b"<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1></body></html>\n" * 20


def tone(folder: Path, name: str, **options: object) -> bytes:
    """Return a recording of `SECONDS`, by the encoder that fits the ending of `name`."""
    kinds = {
        ".mp3": {"rate": 44_100},
        ".m4a": {"codec": "aac", "rate": 44_100, "container": {"movflags": "faststart"}},
        ".aac": {"codec": "aac", "rate": 44_100},
        ".wav": {"codec": "pcm_s16le"},
        ".flac": {"codec": "flac"},
        ".ogg": {"codec": "libopus", "rate": 48_000},
        ".opus": {"codec": "libopus", "rate": 48_000},
    }
    given = {"seconds": SECONDS, **kinds[Path(name).suffix], **options}
    source = folder / "source" / name
    return write_tone(source, **given).read_bytes()


def damaged(content: bytes, share: float = 0.02) -> bytes:
    """Return `content` with a part of its middle overwritten."""
    middle, size = len(content) // 2, int(len(content) * share)
    rubbish = bytes((37 * i + i * i) % 256 for i in range(size))
    return content[:middle] + rubbish + content[middle + size :]


def with_frames(content: bytes, count: int) -> bytes:
    """Return an MP3 whose Xing or Info header tells `count` frames."""
    at = max(content.find(b"Xing"), content.find(b"Info"))
    return content[: at + 8] + struct.pack(">I", count) + content[at + 12 :]


def with_data_size(content: bytes, size: int) -> bytes:
    """Return a WAV whose header tells `size` bytes of sound."""
    at = content.index(b"data") + 4
    return content[:at] + struct.pack("<I", size) + content[at + 4 :]


def with_byte_rate(content: bytes, rate: int) -> bytes:
    """Return a WAV whose header tells `rate` bytes a second."""
    at = content.index(b"fmt ") + 16
    return content[:at] + struct.pack("<I", rate) + content[at + 4 :]


def as_rf64(content: bytes) -> bytes:
    """Return a WAV as RF64 (EBU Tech 3306), which has room for more than four gigabytes."""
    at = content.index(b"data")
    size = len(content) - at - 8
    ds64 = b"ds64" + struct.pack("<IQQQI", 28, len(content) + 28, size, size // 2, 0)
    head = b"RF64" + b"\xff" * 4 + b"WAVE" + ds64
    return head + content[12 : at + 4] + b"\xff" * 4 + content[at + 8 :]


def ape_tag() -> bytes:
    """Return an APE tag with its header, as mp3gain leaves one."""
    item = struct.pack("<II", 5, 0) + b"Title\0Hallo"
    size = len(item) + 32
    rows = [struct.pack("<4I", 2000, size, 1, flags) for flags in (0xA0000000, 0x80000000)]
    return b"APETAGEX" + rows[0] + bytes(8) + item + b"APETAGEX" + rows[1] + bytes(8)


def id3v1() -> bytes:
    """Return an ID3v1 tag."""
    return b"TAG" + b"Titel".ljust(125, b"\0")


def lyrics3() -> bytes:
    """Return a Lyrics3v2 tag, which stands before an ID3v1."""
    text = b"LYRICSBEGIN" + b"IND0000200" + b"LYR00005hallo"
    return text + b"%06d" % len(text) + b"LYRICS200" + id3v1()


def id3v2(size: int = 60_000) -> bytes:
    """Return an ID3v2 tag with a picture of `size` bytes."""
    picture = b"\xff\xd8\xff\xe0" + bytes(i * 7 % 251 for i in range(size - 6)) + b"\xff\xd9"
    body = b"\0image/jpeg\0\3\0" + picture
    frame = b"APIC" + _synchsafe(len(body)) + b"\0\0" + body
    return b"ID3\4\0\0" + _synchsafe(len(frame)) + frame


def _synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
