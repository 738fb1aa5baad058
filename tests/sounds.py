"""Small recordings for tests, made on the spot: a tone, or what goes wrong with files."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from mutagen.id3 import ID3


def write_tone(
    path: Path,
    *,
    codec: str = "libmp3lame",
    seconds: float = 3.0,
    rate: int = 22_050,
    bit_rate: int = 48_000,
    amplitude: float = 0.2,
    container: dict[str, str] | None = None,
    quality: int | None = None,
    layout: str = "mono",
) -> Path:
    """Write a tone of 220 Hz to `path`; `quality` gives a bit rate that varies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = tuple((container or {}).items())
    tone = _tone(path.suffix, codec, seconds, rate, bit_rate, amplitude, options, quality, layout)
    path.write_bytes(tone)
    return path


@cache
def _tone(
    suffix: str,
    codec: str,
    seconds: float,
    rate: int,
    bit_rate: int,
    amplitude: float,
    options: tuple[tuple[str, str], ...],
    quality: int | None,
    layout: str,
) -> bytes:
    """Return the file: a minute takes 0.4 s to encode, and many tests want the same."""
    times = np.arange(int(rate * seconds)) / rate
    wave = amplitude * np.sin(2 * np.pi * 220 * times)
    if quality is not None:
        # Sound that is now simple and now noisy, so that the encoder has a reason to vary.
        noise = np.random.default_rng(1).normal(0, 0.2, times.size)
        wave = wave + noise * (np.sin(2 * np.pi * times) > 0)
    samples = (np.clip(wave, -1, 1) * 32_767).astype(np.int16)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"tone{suffix}"
        with av.open(str(path), "w", options=dict(options)) as file:
            stream = file.add_stream(codec, rate=rate)
            stream.layout = layout
            if quality is None:
                stream.bit_rate = bit_rate
            else:
                stream.codec_context.qscale = True
                stream.codec_context.global_quality = quality * 118
            frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
            frame.sample_rate = rate
            frame.pts = 0
            resampler = av.AudioResampler(stream.format, layout, rate)
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                file.mux(stream.encode(part))
            file.mux(stream.encode(None))
        return path.read_bytes()


def write_beginning(source: Path, path: Path, *, seconds: float) -> Path:
    """Write the first `seconds` of an MP3 to `path`: the same sound, with the tags of that part."""
    with av.open(str(source)) as whole, av.open(str(path), "w") as part:
        stream = part.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(whole.streams.audio[0]):
            if packet.pts is None or packet.pts * packet.time_base >= seconds:
                break
            packet.stream = stream
            part.mux(packet)
    _beginning(ID3(str(source)), round(seconds * 1000)).save(str(path))
    return path


def _beginning(tags: ID3, end: int) -> ID3:
    """Return `tags` without the chapters that begin at `end` (ms) or later."""
    later = {each.element_id for each in tags.getall("CHAP") if each.start_time >= end}
    for name in later:
        del tags[f"CHAP:{name}"]
    for chapter in tags.getall("CHAP"):
        chapter.end_time = min(chapter.end_time, end)
    for contents in tags.getall("CTOC"):
        contents.child_element_ids = [n for n in contents.child_element_ids if n not in later]
    return tags
