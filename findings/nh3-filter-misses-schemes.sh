#!/usr/bin/env bash
# nh3 0.3.8 (PyPI; ammonia 4, html5ever)
# Expected: `attribute_filter` is called for each attribute that `attributes` allows, so that a filter which
#   notes what it is given has seen every address.
# Happens: an address whose scheme is not in `url_schemes` is gone before the filter is called: of the
#   three pictures below it sees two.
# From: ammonia, src/lib.rs: clean_child drops them (`attrs.retain`), adjust_node_attributes calls the filter
#   afterwards; https://github.com/rust-ammonia/ammonia/blob/master/src/lib.rs
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check nh3==0.3.8

"$work/venv/bin/python" - <<'PYTHON'
import sys

import nh3

HTML = '<img src="a.png"><img src="https://example.org/b.png"><img src="ftp://example.org/c.png">'
seen = []


def note(tag, name, value):
    seen.append(value)
    return value


nh3.clean(HTML, tags={"img"}, attributes={"img": {"src"}}, attribute_filter=note,
          url_schemes={"https"})
print(seen)
sys.exit(seen != ["a.png", "https://example.org/b.png"])
PYTHON
