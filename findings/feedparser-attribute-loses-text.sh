#!/usr/bin/env bash
# feedparser 6.0.14 (PyPI)
# Expected: the text of an element in a namespace it does not know, whether or not it has attributes.
# Happens: without attributes the text is kept; with one, only the attributes are, and the text is
#   gone: <podcast:person role="guest">Ada</podcast:person> gives {'role': 'guest'}.
# From: feedparser/mixin.py, unknown_starttag: "Has attributes so create it in its own dictionary";
#   https://github.com/kurtmckee/feedparser/issues/301 asks for the podcast namespace.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14

"$work/venv/bin/python" - <<'PYTHON'
import sys

import feedparser

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel><title>A show</title><link>https://example.org/</link><description>Talk</description>
<item><guid>1</guid><title>One</title>
<podcast:location>Malmö</podcast:location>
<podcast:person role="guest">Ada</podcast:person>
<podcast:season name="Autumn">3</podcast:season>
</item></channel></rss>"""

(entry,) = feedparser.parse(FEED).entries
seen = {key: dict(value) if isinstance(value, dict) else value for key, value in entry.items()
        if key.startswith("podcast_")}
print(seen)
wanted = {
    "podcast_location": "Malmö",
    "podcast_person": {"role": "guest"},
    "podcast_season": {"name": "Autumn"},
}
sys.exit(seen != wanted)
PYTHON
