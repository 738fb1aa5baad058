#!/usr/bin/env bash
# srt 3.5.3 and pysrt 1.1.2 (PyPI)
# Expected: `00:00:02,5` in a SubRip file is two and a half seconds, as a number with a decimal is elsewhere.
# Happens: it is 2.005 s: what stands after the comma is a whole number of milliseconds, however many digits
#   it has. pysrt also leaves out a cue whose times have no decimals, without a word; srt reads it.
# From: srt.py, srt_timestamp_to_timedelta: `timedelta(…, milliseconds=msecs)` of `int(m)`; pysrt/srttime.py,
#   SubRipTime.from_string; SubRip has no standard that says.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check srt==3.5.3 pysrt==1.1.2

"$work/venv/bin/python" - <<'PYTHON'
import sys

import pysrt
import srt

TEXT = "1\n00:00:01,500 --> 00:00:02,5\nAda\n\n2\n00:00:03 --> 00:00:04\nBo\n\n"
by_srt = [(cue.end.total_seconds(), cue.content) for cue in srt.parse(TEXT)]
by_pysrt = [(cue.end.ordinal / 1000, cue.text) for cue in pysrt.from_string(TEXT)]
print(by_srt, by_pysrt)
sys.exit((by_srt, by_pysrt) != ([(2.005, "Ada"), (4.0, "Bo")], [(2.005, "Ada")]))
PYTHON
