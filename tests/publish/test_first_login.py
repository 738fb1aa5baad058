"""The first login by hand, as the handbook tells: a host's key is shown, and known afterwards."""

import os
import pty
import re
import shlex
from pathlib import Path

from publish import servers

ROOT = Path(__file__).parents[2]


def on_a_screen(command: list[str], question: bytes, answer: bytes) -> bytes:
    """Run `command` on a terminal of its own, answer its question, and return what it showed."""
    number, screen = pty.fork()
    if number == 0:
        os.execvp(command[0], command)
    shown, answered = b"", False
    try:
        while part := os.read(screen, 4096):
            shown += part
            if question in shown and not answered:
                os.write(screen, answer + b"\n")
                answered = True
    except OSError:
        pass  # the other end was closed
    os.close(screen)
    os.waitpid(number, 0)
    return shown


def test_the_line_of_the_handbook_shows_the_hosts_key_and_keeps_it(tmp_path: Path) -> None:
    text = (ROOT / "docs/redaktor/publicera.md").read_text("utf-8")
    (line,) = re.findall(r"`(ssh [^`]+)`", text)
    name, login = shlex.split(line)
    known = tmp_path / "known"

    with servers.sshd(tmp_path) as port:
        key = (tmp_path / ".ssh/host_key.pub").read_text().split()[1]
        config = tmp_path / "config"
        config.write_text(
            f"Host {login.partition('@')[2]}\n HostName 127.0.0.1\n Port {port}\n"
            f" UserKnownHostsFile {known}\n BatchMode no\n NumberOfPasswordPrompts 0\n"
        )
        shown = on_a_screen([name, "-F", str(config), login], b"(yes/no", b"yes")

    assert b"ED25519 key fingerprint is" in shown
    assert key in known.read_text()
    assert "svarar `yes`" in text
