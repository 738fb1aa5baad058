#!/usr/bin/env bash
# pip 26.3 with feedgen 1.0.0
#
# Expected by most: with --require-hashes nothing is installed whose hash does not stand in the file
# ("Hashes are required for all requirements", pip's page on secure installs).
# Happens: feedgen comes as source and is built first. What builds it (the newest setuptools that the
# index has) is fetched into a place of its own with no hash asked for, and runs. Only the feedgen
# in the file is compared.
# Seen: "Installing build dependencies: started", then setuptools-….whl is fetched; exit code 0.
# From: pypa/pip#11974 (open, about the page) and pypa/pip#13984; src/pip/_internal/build_env.
# Help: put the builder into a locked file of its own, install that first, then --no-build-isolation;
# or --only-binary :all: where every package has a wheel.
#
# Exit code 0: as described here. Anything else: pip has changed, or the index can't be reached.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
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
