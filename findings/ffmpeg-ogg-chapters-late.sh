#!/usr/bin/env bash
# av 18.1.0 (PyAV, PyPI) with its FFmpeg, read by mutagen 1.48.1
# Expected: a chapter that FFmpeg writes into Opus at 9.5 s is at 9.5 s, as it is in MP3 and M4A.
# Happens: it is at 00:00:10.500. Of every chapter whose second has half or more behind the point the
#   whole seconds are rounded up and the rest is put behind them; FFmpeg itself reads 10.5 s back.
#   9.499 s and 12.345 s are right. The same in Debian's ffmpeg 5.1.
# From: libavformat/vorbiscomment.c, ff_vorbiscomment_write: the seconds come from av_rescale, which
#   rounds to the nearest, and the milliseconds from the rest.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0 mutagen==1.48.1 numpy==2.3.5

"$work/venv/bin/python" - "$work" <<'PYTHON'
import sys
from fractions import Fraction

import av
import mutagen
import numpy

STARTS = (0, 4_499, 9_500, 12_345, 15_999)


def write(path, codec):
    """Write 20 s of silence with chapters; return where FFmpeg reads them again, in milliseconds."""
    with av.open(path, "w") as output:
        stream = output.add_stream(codec, rate=48_000, layout="mono")
        ends = (*STARTS[1:], 20_000)
        output.set_chapters(
            [
                {"id": i, "start": a, "end": b, "time_base": Fraction(1, 1000), "metadata": {"title": str(a)}}
                for i, (a, b) in enumerate(zip(STARTS, ends))
            ]
        )
        silence = numpy.zeros((1, 20 * 48_000), "int16")
        frame = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
        frame.sample_rate = 48_000
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    with av.open(path) as recording:
        return [int(c["start"] * c["time_base"] * 1000) for c in recording.chapters()]


opus, mp3 = write(f"{sys.argv[1]}/a.opus", "libopus"), write(f"{sys.argv[1]}/a.mp3", "libmp3lame")
tag = mutagen.File(f"{sys.argv[1]}/a.opus").tags["chapter002"]
print("asked for", list(STARTS), "MP3", mp3, "Opus", opus, tag)
sys.exit((mp3, opus, tag) != (list(STARTS), [0, 4_499, 10_500, 12_345, 16_999], ["00:00:10.500"]))
PYTHON
