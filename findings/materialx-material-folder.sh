#!/usr/bin/env bash
# mkdocs-materialx 10.2.2 beside mkdocs-material 9.7.1 (PyPI)
# Expected: a fork with another name can be installed beside what it comes from, or pip says that the
#   two can't be.
# Happens: both are the package `material`: the later one overwrites the other's files, pip names both
#   as installed, and taking the fork away again takes the theme with it.
# From: the RECORD of either wheel: both begin with material/; nothing in a wheel can say that it
#   conflicts with another (https://packaging.python.org/en/latest/specifications/core-metadata/).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
pip() { "$work/venv/bin/pip" --disable-pip-version-check "$@"; }
pip install --quiet --no-deps mkdocs-material==9.7.1
theme() { "$work/venv/bin/python" -c 'import importlib.util as u; s = u.find_spec("material"); print(bool(s and s.origin))'; }
before=$(theme)
pip install --quiet --no-deps mkdocs-materialx==10.2.2
listed=$(pip list --format freeze | grep -c '^mkdocs-material' || true)
pip uninstall --quiet --yes mkdocs-materialx
after=$(theme)
left=$(pip list --format freeze | grep '^mkdocs-material' || true)

echo "theme before: $before; listed together: $listed; theme after: $after; still listed: $left"
[ "$before $listed $after $left" = "True 2 False mkdocs-material==9.7.1" ]
