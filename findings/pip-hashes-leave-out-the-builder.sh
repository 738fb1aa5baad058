#!/usr/bin/env bash
# pip 26.3 with feedgen 1.0.0 (PyPI)
# Expected: with --require-hashes nothing is installed whose hash does not stand in the file: "Hashes are
#   required for all requirements", says pip's page on secure installs.
# Happens: feedgen comes as source, so it is built first, and what builds it (the newest setuptools that
#   the index has) is fetched into a place of its own with no hash asked for. Exit code 0. A locked file
#   for the builder, installed first, and --no-build-isolation closes the gap; so does --only-binary :all:
#   where every package has a wheel.
# From: pip/_internal/build_env.py installs build requirements without hashes; pypa/pip#11974, open, about
#   the page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv v
v/bin/pip install --quiet pip==26.3
cat >locked.txt <<'LOCK'
feedgen==1.0.0 \
    --hash=sha256:d9bd51c3b5e956a2a52998c3708c4d2c729f2fcc311188e1e5d3b9726393546a
LOCK
v/bin/pip install --no-cache-dir --no-deps --require-hashes --verbose --verbose -r locked.txt >said 2>&1
grep -q 'Installing build dependencies' said
fetched=$(grep -oE '(Downloading|Using cached) [^ ]*setuptools-[0-9.]+[^ ]*\.whl' said | sort -u)
echo "fetched without a hash: $fetched"
! grep -q setuptools locked.txt
