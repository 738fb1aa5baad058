"""Frames of MP3 and of AAC in ADTS: what their headers say. No I/O."""

from dataclasses import dataclass

_BIT_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44_100, 48_000, 32_000)
_ADTS_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000,
               11_025, 8_000, 7_350)  # fmt: skip
_PARTS = {3: 1, 2: 2, 0: 4}
"""By version: MPEG 1, 2 and 2.5 have full, half and quarter sample rates."""
_IN_A_ROW = 3
"""Frames after one another that are no chance."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One MPEG layer 3 frame, by its header of four bytes."""

    bit_rate: int
    """Bits a second."""
    rate: int
    """Samples a second."""
    samples: int
    length: int
    """Bytes, with the header."""
    mono: bool

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return self.samples / self.rate


def mp3_frame(content: bytes) -> Frame | None:
    """Return the frame that `content` begins with; None when there is none.

    >>> mp3_frame(bytes.fromhex("fffb9064"))
    Frame(bit_rate=128000, rate=44100, samples=1152, length=417, mono=False)
    """
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return None
    version, layer = content[1] >> 3 & 3, content[1] >> 1 & 3
    bits, rate = content[2] >> 4, content[2] >> 2 & 3
    # Reserved values: free format (0) has no length to go by.
    if version == 1 or layer != 1 or bits in {0, 15} or rate == 3:
        return None
    bit_rate = _BIT_RATES[3 if version == 3 else 2][bits] * 1000
    frequency = _RATES[rate] // _PARTS[version]
    samples = 1152 if version == 3 else 576
    # The padding bit adds a byte, so that 44.1 kHz keeps its average rate.
    length = samples // 8 * bit_rate // frequency + (content[2] >> 1 & 1)
    return Frame(bit_rate, frequency, samples, length, content[3] >> 6 == 3)


def adts_length(content: bytes) -> int:
    """Return the bytes of the ADTS frame that `content` begins with; 0 when there is none."""
    if len(content) < 7 or content[0] != 0xFF or content[1] & 0xF6 != 0xF0:
        return 0
    length = (content[3] & 3) << 11 | content[4] << 3 | content[5] >> 5
    return length if length > 7 and content[2] >> 2 & 15 < 13 else 0


def adts_seconds(content: bytes) -> float:
    """Return how long the ADTS frame plays that `content` begins with; 0 when there is none."""
    if not adts_length(content):
        return 0.0
    return 1024 * (1 + (content[6] & 3)) / _ADTS_RATES[content[2] >> 2 & 15]


def first_frame(content: bytes) -> tuple[int, str] | None:
    """Return where frames begin in `content`, and whether they are `mp3` or `aac`.

    A sync word alone may stand anywhere, so several frames must follow one another.
    """
    at = content.find(0xFF)
    while at >= 0:
        for kind in ("mp3", "aac"):
            if _follow(content, at, kind):
                return at, kind
        at = content.find(0xFF, at + 1)
    return None


def _follow(content: bytes, at: int, kind: str) -> bool:
    begins = at == 0
    for count in range(_IN_A_ROW):
        if at > len(content) - 7:
            # As far as we see. Further in, one frame at the end may be chance: Matroska was AAC.
            return begins and count > 0
        head = content[at : at + 7]
        frame = mp3_frame(head) if kind == "mp3" else None
        length = frame.length if frame else (adts_length(head) if kind == "aac" else 0)
        if not length:
            return False
        at += length
    return True


def header_seconds(frame_bytes: bytes) -> float | None:
    """Return the seconds that a Xing, Info or VBRI header in a file's first frame tells.

    None when there is no such header or it does not count frames; 0 when it counts none.
    Source: LAME's `VbrTag.c`; Fraunhofer's VBRI SDK.
    """
    frame = mp3_frame(frame_bytes)
    if frame is None:
        return None
    side = {True: 17 if frame.samples == 1152 else 9, False: 32 if frame.samples == 1152 else 17}
    # A protected frame has a checksum of two bytes after its header.
    at = 4 + side[frame.mono] + (0 if frame_bytes[1] & 1 else 2)
    if frame_bytes[at : at + 4] in {b"Xing", b"Info"}:
        flags = int.from_bytes(frame_bytes[at + 4 : at + 8])
        count = int.from_bytes(frame_bytes[at + 8 : at + 12])
        return count * frame.seconds if flags & 1 else None
    # Fraunhofer's header always begins 32 bytes after the frame's.
    if frame_bytes[36:40] == b"VBRI":
        return int.from_bytes(frame_bytes[50:54]) * frame.seconds
    return None
