#!/usr/bin/env bash
# mutagen 1.48.1 (PyPI); av 18.1.0 (PyPI) makes the file and reads it beside
# Expected: MP4(path).chapters has the chapters of an M4A, as players show them.
# Happens: it has Nero's list (chpl) alone. Those in a QuickTime track of text, as iTunes writes
#   them, are not there, while ffmpeg finds both: "mutagen: 0 chapters, ffmpeg: 2 chapters".
# From: mutagen/mp4/__init__.py, class MP4Chapters, which looks for moov.udta.chpl only.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mutagen==1.48.1 av==18.1.0 numpy
"$work/venv/bin/python" - "$work/a.m4a" <<'PY'
import sys
from fractions import Fraction

import av
import numpy as np
from mutagen.mp4 import MP4

path = sys.argv[1]
with av.open(path, "w", format="ipod") as file:
    stream = file.add_stream("aac", rate=44_100)
    stream.layout = "mono"
    rows = [(0, 1000, "One"), (1000, 3000, "Two")]
    file.set_chapters(
        [
            {"id": i, "start": a, "end": b, "time_base": Fraction(1, 1000), "metadata": {"title": t}}
            for i, (a, b, t) in enumerate(rows)
        ]
    )
    for number in range(130):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), "f4"), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 44_100, 1024 * number
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))

# A file with the text track alone is valid: Nero's list becomes a box of free space.
with open(path, "rb") as file:
    content = file.read()
with open(path, "wb") as file:
    file.write(content.replace(b"chpl", b"free"))

by_mutagen = len(MP4(path).chapters or ())
with av.open(path) as container:
    by_ffmpeg = len(container.chapters())
print(f"mutagen: {by_mutagen} chapters, ffmpeg: {by_ffmpeg} chapters")
sys.exit(0 if (by_mutagen, by_ffmpeg) == (0, 2) else 1)
PY
