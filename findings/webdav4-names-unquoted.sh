#!/usr/bin/env bash
# webdav4 0.11.0 with httpx 0.28.1 (PyPI)
# Expected: any name that a file may have can be uploaded to a WebDAV host; å, ä, ö and spaces can.
# Happens: a name with # or ? ends in httpx.InvalidURL ("Invalid URL component 'path'"), and one with %
#   and two digits goes to the address of another name: "vecka%2047.txt" is asked for as "vecka 47.txt".
#   A recording may well be called "Avsnitt #12.mp3"; who gives quoted names gets all of them right.
# From: webdav4/urls.py, join_url: the path goes to httpx.URL.copy_with as it is; RFC 3986, 2.1 and 2.2,
#   wants %, # and ? quoted where they are part of a name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check webdav4==0.11.0 httpx==0.28.1

"$work/venv/bin/python" - <<'PYTHON'
import sys
from urllib.parse import unquote

import httpx
from webdav4.client import Client

client = Client("https://example.org/")
seen = {}
for name in ("åtta dagar.txt", "Avsnitt #12.mp3", "vem?.txt", "vecka%2047.txt"):
    try:
        seen[name] = unquote(client.join_url(name).raw_path.decode())
    except httpx.InvalidURL as error:
        seen[name] = str(error)
print(seen)
wrong = "Invalid URL component 'path'"
wanted = {
    "åtta dagar.txt": "/åtta dagar.txt",
    "Avsnitt #12.mp3": wrong,
    "vem?.txt": wrong,
    "vecka%2047.txt": "/vecka 47.txt",
}
sys.exit(seen != wanted)
PYTHON
