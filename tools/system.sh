#!/usr/bin/env bash
# Install the programs of the system that `make test` drives, or say the one line that does.
set -euo pipefail

packages=()
need() { # need COMMAND-OR-FILE PACKAGE
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || packages+=("$2")
}
need chromium chromium
need espeak-ng espeak-ng
need hunspell hunspell
need /usr/share/hunspell/sv_SE.dic hunspell-sv
need /usr/share/pocketsphinx/test/data/librivox pocketsphinx-testdata
need localedef libc-bin
need /usr/share/i18n/locales/sv_SE locales
need node nodejs
need openssl openssl
need /usr/sbin/sshd openssh-server
need ssh-keygen openssh-client
need npm npm
need /usr/sbin/nginx nginx
need /usr/sbin/apache2 apache2-bin
need /usr/sbin/debootstrap debootstrap

# A Debian with nothing else in it, in which tests/workflows/ runs what a forge would run. Made once.
clean=/var/cache/poddarkiv/debian-12
[ ${#packages[@]} -eq 0 ] && [ -e "$clean/etc/debian_version" ] && exit 0

line="apt-get install --yes --no-install-recommends ${packages[*]}"
if ! command -v apt-get >/dev/null 2>&1; then
  echo "make test needs these programs (Debian's names): ${packages[*]}" >&2
  exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
  run=()
elif sudo -n true 2>/dev/null; then
  run=(sudo -n)
else
  echo "make test needs programs that are not here. Run this once: sudo tools/system.sh" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
if [ ${#packages[@]} -ne 0 ]; then
  "${run[@]}" apt-get update -qq
  # shellcheck disable=SC2086
  "${run[@]}" $line -qq
fi
if [ ! -e "$clean/etc/debian_version" ]; then
  echo "Making a clean Debian in $clean (about 400 MB, once) ..."
  "${run[@]}" rm -rf "$clean.part"
  "${run[@]}" mkdir -p "$clean.part"
  "${run[@]}" /usr/sbin/debootstrap --variant=minbase \
    --include=ca-certificates,curl,git,python3,python3-venv bookworm "$clean.part" \
    >/tmp/poddarkiv-debootstrap.log 2>&1 || { tail -20 /tmp/poddarkiv-debootstrap.log >&2; exit 1; }
  "${run[@]}" mv "$clean.part" "$clean"
fi
