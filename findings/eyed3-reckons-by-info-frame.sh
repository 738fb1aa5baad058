#!/usr/bin/env bash
# eyeD3 0.9.9 and PyAV 18.1.0 with its FFmpeg (PyPI)
# Expected: an MP3 of constant bit rate that FFmpeg has just written is as long in a tagger as it plays.
# Happens: 60 s at 24 kHz and 32 kbit/s play for 60.0 s and are 30.0 s in eyeD3. FFmpeg gives the Info
#   frame before the sound a bit rate with room for its table (64 kbit/s), not that of the sound, and
#   eyeD3 reckons the length of the file by that first frame. Speech is where it happens: the rate is low.
# From: libavformat/mp3enc.c, mp3_write_xing: the bit rate is the smallest with room for the frame;
#   eyed3/mp3/__init__.py: for a constant rate, size divided by the first header's bit rate.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check eyeD3==0.9.9 av==18.1.0 numpy==2.3.5

"$work/venv/bin/python" - "$work/speech.mp3" <<'PYTHON'
import sys

import av
import eyed3
import numpy

path, seconds, rate = sys.argv[1], 60, 24_000
with av.open(path, "w") as output:
    stream = output.add_stream("libmp3lame", rate=rate, layout="mono", bit_rate=32_000)
    noise = numpy.random.default_rng(1).normal(0, 3000, seconds * rate).astype("int16")
    frame = av.AudioFrame.from_ndarray(noise[None], format="s16", layout="mono")
    frame.sample_rate = rate
    output.mux(stream.encode(frame))
    output.mux(stream.encode(None))
with av.open(path) as recording:
    played = sum(frame.samples for frame in recording.decode(audio=0)) / rate
info = eyed3.load(path).info
seen = round(played), round(info.time_secs), info.mp3_header.bit_rate
print("played {} s, in eyeD3 {} s, first frame {} kbit/s".format(*seen))
sys.exit(seen != (60, 30, 64))
PYTHON
