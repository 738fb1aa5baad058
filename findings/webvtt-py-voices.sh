#!/usr/bin/env bash
# webvtt-py 0.5.1 (PyPI)
# Expected: a caption's text is what is said, and its voices are who says it: the standard allows
#   several in a cue, and character references in its text.
# Happens: `voice` is the first alone, so the second person's words are given to the first, and
#   `text` keeps &amp; and &gt; as they are written.
# From: webvtt/models.py: `voice` matches the beginning of the first line; `text` takes away '<.*?>'
#   and nothing else.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check webvtt-py==0.5.1

"$work/venv/bin/python" - <<'PYTHON'
import sys

import webvtt

FILE = """WEBVTT

00:00:00.000 --> 00:00:02.000
<v Anna>Hej!</v> <v Bo>Tack &amp; hej

00:00:02.000 --> 00:00:03.000
a &gt; b
"""

seen = [(caption.voice, caption.text) for caption in webvtt.from_string(FILE)]
print(seen)
sys.exit(seen != [("Anna", "Hej! Tack &amp; hej"), (None, "a &gt; b")])
PYTHON
