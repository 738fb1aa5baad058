#!/usr/bin/env bash
# pagefind 1.5.2 (PyPI, pagefind and pagefind_bin)
# Expected: the index is that of the site as it is: what was taken off a page is gone from it.
# Happens: the search finds the new text, but the old page's whole text lies in a fragment of its own
#   that is still there and can be fetched. Who takes a person's words back must empty the folder.
# From: names of fragments are hashes of their content, and the output folder is only added to:
#   of the options at https://pagefind.app/docs/config-options/ none empties it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pagefind==1.5.2 pagefind_bin==1.5.2
mkdir "$work/site"

page() { echo "<html lang=sv><body><p>$1</p></body></html>" > "$work/site/index.html"; }
index() { "$work/venv/bin/python" -m pagefind --site "$work/site" >/dev/null 2>&1; }
page "Ada berättar en hemlighet."
index
page "Sidan är ändrad."
index

"$work/venv/bin/python" - "$work/site/pagefind/fragment" <<'PYTHON'
import gzip
import pathlib
import re
import sys

fragments = sorted(pathlib.Path(sys.argv[1]).iterdir())
texts = [gzip.decompress(path.read_bytes()).decode() for path in fragments]
seen = sorted(re.search('"content":"([^"]*)"', text)[1] for text in texts)
print(seen)
sys.exit(seen != ["Ada berättar en hemlighet.", "Sidan är ändrad."])
PYTHON
