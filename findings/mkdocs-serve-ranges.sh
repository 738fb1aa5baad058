#!/usr/bin/env bash
# mkdocs 1.6.1 (PyPI)
# Expected: a preview behaves as a host does: a request for a part of a file gets that part (206), so
#   that a browser can jump to a place in a recording.
# Happens: the whole file, with 200 and no Accept-Ranges: the player on the page that is being
#   written begins anew, or can't seek at all, though it works when published.
# From: mkdocs/livereload/__init__.py, _serve_request: "200 OK" and wsgiref's FileWrapper always.
set -euo pipefail
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1
mkdir "$work/docs"
echo "site_name: A show" > "$work/mkdocs.yml"
echo "# One" > "$work/docs/index.md"
head -c 5000 /dev/zero > "$work/docs/one.mp3"
port=$("$work/venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd "$work"
"$work/venv/bin/mkdocs" --quiet serve --no-livereload --dev-addr "127.0.0.1:$port" &
server=$!

"$work/venv/bin/python" - "$port" <<'PYTHON'
import sys
import time
from urllib.error import URLError
from urllib.request import Request, urlopen

request = Request(f"http://127.0.0.1:{sys.argv[1]}/one.mp3", headers={"Range": "bytes=100-199"})
for _try in range(100):
    try:
        with urlopen(request) as answer:
            seen = (answer.status, len(answer.read()), answer.headers.get("Accept-Ranges"))
        break
    except URLError:
        time.sleep(0.2)
else:
    sys.exit("the preview never answered")
print(seen)
sys.exit(seen != (200, 5000, None))
PYTHON
