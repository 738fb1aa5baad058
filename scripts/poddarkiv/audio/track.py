"""Read a recording's sound packet by packet, whatever is damaged in the file.

All reading of sound goes through here, so that measuring, tagging, transcribing and reviewing skip
the same damage and give every moment the same time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poddarkiv.audio.container import joined_ranges, open_container
from poddarkiv.audio.damage import Damage
from poddarkiv.errors import AudioError
from poddarkiv.formats.mpeg import adts_seconds, mp3_frame
from poddarkiv.i18n import _

_MANY = 100
"""Errors in a row without a packet between them, after which reading stops."""
_LOST, _LOST_AT_MOST = 0.1, 600.0
"""Seconds that are missing between two frames: less is rounding, more a broken clock."""
_APART = 1.0
"""Seconds within which faults are one place."""
_TAGS = (b"LYRICSBEGIN", b"APETAGEX", b"TAG", b"ID3", b"3DI")
"""What may stand after the sound, and where files were joined: tags that players know."""


@dataclass(frozen=True, slots=True)
class Packet:
    """An encoded packet and its place on the recording's time line."""

    packet: Any
    """PyAV's; without content it only lets the decoder finish."""
    start: float
    """Seconds from the recording's start."""
    end: float
    byte: int
    """Place in the file, or the last one known before."""


class Track:
    """The sound of one file, or of several that were joined into one; read once."""

    def __init__(self, path: Path) -> None:
        """Note where the sound is."""
        self.path = path
        self.damage: list[Damage] = []
        """What was met so far; faults close to one another are one."""
        self.trailing: tuple[int, int] | None = None
        """First byte and count of what follows the sound and is none."""
        self.promised_packets = 0
        """How many packets the file's own table says there are; 0 where there is none."""
        self.pictures = False
        """Whether there is moving picture, not only sound and a cover."""
        self.codec = ""
        self._end = 0.0
        self._shift = 0.0
        self._part = 0
        self._fresh = True
        self._broken = -_APART
        self._junk: tuple[float, int, bytes] | None = None

    def packets(self) -> Iterator[Packet]:
        """Yield the packets of sound in their order.

        Raises:
            AudioError: The file can't be opened, or has no sound.
        """
        for number, (first, last) in enumerate(joined_ranges(self.path)):
            self._part = number
            try:
                with open_container(self.path, first, last) as container:
                    yield from self._packets(container, self._begin(container), first)
            except AudioError:
                if not number:
                    raise
                self._note_damage(self._end, first)

    def frames(self) -> Iterator["Any | float"]:
        """Yield the decoded frames (PyAV's), and a number of seconds where some are missing.

        Raises:
            AudioError: The file can't be opened, or has no sound.
        """
        import av

        due, part = 0.0, -1
        for each in self.packets():
            try:
                frames = each.packet.decode()
            except (av.error.FFmpegError, ValueError):
                self._note_damage(each.start, each.byte)
                continue
            for frame in frames:
                begins = self._moment(frame)
                if part != self._part or begins is None:
                    begins, part = begins or due, self._part
                elif _LOST < begins - due < _LOST_AT_MOST:
                    # Some decoders pass over damage without a word; times after it must hold.
                    self._note_damage(due, each.byte)
                    yield begins - due
                due = begins + frame.samples / frame.sample_rate
                yield frame

    def _moment(self, frame: Any) -> float | None:
        return None if frame.pts is None else float(frame.pts * frame.time_base) + self._shift

    def _begin(self, container: Any) -> Any:
        from av.stream import Disposition

        stream = container.streams.best("audio")
        if stream is None or stream.codec_context is None:
            raise AudioError(_("{name}: there is no sound in the file", name=self.path.name))
        self.codec = stream.codec_context.name
        self.promised_packets += stream.frames
        self.pictures |= any(
            not video.disposition & Disposition.attached_pic for video in container.streams.video
        )
        self._shift, self._fresh = self._end, True
        return stream

    def _packets(self, container: Any, stream: Any, first: int) -> Iterator[Packet]:
        import av

        failed, byte = 0, first
        while failed < _MANY:
            try:
                for packet in container.demux(stream):
                    failed = 0
                    if packet.pos is not None:
                        byte = first + packet.pos
                    # ffmpeg's MP3 demuxer gives whatever lies between frames as packets too.
                    if self.codec.startswith("mp3") and self._is_junk(packet, byte):
                        continue
                    yield self._timed(packet, byte)
            except (av.error.FFmpegError, ValueError):
                failed += 1
                self._note_damage(self._end, byte)
            else:
                break
        if self._junk is not None and not self._junk[2].startswith(_TAGS):
            self.trailing = self._junk[1], len(self._junk[2])
        self._junk = None

    def _is_junk(self, packet: Any, byte: int) -> bool:
        """Whether a packet of an MP3 is none; it is damage as soon as sound follows it."""
        if not packet.size:
            return False
        content = bytes(packet)
        if mp3_frame(content) is None:
            self._junk = self._junk or (self._end, byte, content)
            return True
        if self._junk is not None and not self._junk[2].startswith(_TAGS):
            self._note_damage(*self._junk[:2])
        self._junk = None
        return False

    def _timed(self, packet: Any, byte: int) -> Packet:
        if not packet.size:
            return Packet(packet, self._end, self._end, byte)
        start, length = self._end, float((packet.duration or 0) * packet.time_base)
        own = adts_seconds(bytes(packet)) if self.codec == "aac" else 0.0
        if own:
            length = own  # ffmpeg goes by the first frame's rate
        elif packet.pts is not None:
            start = self._start(float(packet.pts * packet.time_base))
        if not self._fresh and start - self._end > _LOST:
            self._note_damage(self._end, byte)
        self._fresh = False
        self._end = max(self._end, start + length)
        return Packet(packet, start, start + length, byte)

    def _start(self, timestamp: float) -> float:
        """Return the start of a packet with `timestamp`, on a clock that may leap."""
        if self._fresh and timestamp > 0:
            self._shift -= timestamp
        elif not self._fresh and not -_APART < timestamp + self._shift - self._end < _LOST_AT_MOST:
            self._shift = self._end - timestamp
        return timestamp + self._shift

    def _note_damage(self, time: float, byte: int | None) -> None:
        if abs(time - self._broken) > _APART:
            self.damage.append(Damage(max(time, 0.0), byte))
        self._broken = time
