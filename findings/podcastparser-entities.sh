#!/usr/bin/env bash
# podcastparser 0.6.11 (PyPI), the reader of gPodder
# Expected: notes in HTML become text with their characters: “2016–2017 it's – ö”, “Ben & Jo; then”.
# Happens: a hexadecimal reference and &apos; vanish, and so does whatever of two to eight characters
#   stands between an ampersand and a semicolon: “20162017 its – ö”, “Ben  then”.
# From: podcastparser.py, remove_html_tags: '&#(\d{2,4});' knows decimal numbers alone, and
#   '&(.{2,8});' takes any text for the name of an entity, of those that HTML 4 had.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check podcastparser==0.6.11

"$work/venv/bin/python" - <<'PYTHON'
import io
import sys

import podcastparser

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>A show</title><link>https://example.org/</link>
<description>Talk</description>
<item><guid>1</guid><title>One</title><description><![CDATA[{notes}]]></description>
<enclosure url="https://example.org/1.mp3" type="audio/mpeg" length="1"/></item>
</channel></rss>"""


def text(notes):
    feed = FEED.format(notes=notes).encode()
    (episode,) = podcastparser.parse("https://example.org/feed.xml", io.BytesIO(feed))["episodes"]
    return episode["description"]


seen = [
    text("<p>2016&#x2013;2017 it&apos;s &#8211; &ouml;</p>"),
    text("<p>Ben &amp; Jo; then</p>"),
]
print(seen)
sys.exit(seen != ["20162017 its – ö", "Ben  then"])
PYTHON
