"""Take the sound out of a video, as it is where a sound file can hold it."""

from pathlib import Path
from typing import Any

from poddarkiv.audio.container import open_container

_HOLD = {"aac": ("m4a", "ipod"), "alac": ("m4a", "ipod"), "mp3": ("mp3", "mp3")}
"""Ending and ffmpeg's muxer of the files that hold a codec's packets unchanged."""
_ELSE = ("mp3", "mp3")
_BIT_RATE = 128_000


def extract_sound(film: Path, folder: Path) -> tuple[Path, bool]:
    """Write the sound of `film` into `folder`, with its title and chapters.

    Returns:
        The file, and whether its packets are those of the film: another codec becomes MP3.

    Raises:
        AudioError: It can't be read, or holds no sound.
    """
    import av

    with open_container(film) as source:
        stream: Any = source.streams.best("audio")
        codec = stream.codec_context.name.removesuffix("float")
        ending, muxer = _HOLD.get(codec, _ELSE)
        target = folder / f"{film.stem}.{ending}"
        with av.open(str(target), "w", format=muxer, options={"fflags": "+bitexact"}) as out:
            title = source.metadata.get("title")
            if title:
                out.metadata["title"] = title
            if ending == "m4a":
                out.set_chapters(source.chapters())
            if codec in _HOLD:
                _copy(source, stream, out)
            else:
                _encode(source, stream, out)
    return target, codec in _HOLD


def _copy(source: Any, stream: Any, out: Any) -> None:
    target = out.add_stream_from_template(stream)
    for packet in source.demux(stream):
        if packet.size:
            packet.stream = target
            out.mux(packet)


def _encode(source: Any, stream: Any, out: Any) -> None:
    import av

    rate = 48_000 if stream.codec_context.sample_rate % 48_000 == 0 else 44_100
    layout = "mono" if stream.codec_context.channels == 1 else "stereo"
    target = out.add_stream("libmp3lame", rate=rate)
    target.layout, target.bit_rate = layout, _BIT_RATE
    resampler = av.AudioResampler(target.format, layout, rate)
    for frame in source.decode(stream):
        for piece in resampler.resample(frame):
            out.mux(target.encode(piece))
    for piece in resampler.resample(None):
        out.mux(target.encode(piece))
    out.mux(target.encode(None))
