"""No test asks a computer on the internet, nor does a command that a test runs."""

import socket
import subprocess
import sys

import pytest

from commands.running import poddarkiv
from offline.sitecustomize import WHY


@pytest.mark.parametrize("host", ["example.com", "podd.example", "1.1.1.1", "2606:4700::1111"])
def test_no_name_is_looked_up(host):
    with pytest.raises(socket.gaierror, match=WHY):
        socket.getaddrinfo(host, 443)

    code = f"import socket; socket.getaddrinfo({host!r}, 443)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert WHY in run.stderr


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", None])
def test_this_machine_is(host):
    assert socket.getaddrinfo(host, 443)


def test_an_import_says_that_there_is_no_such_host(tmp_path):
    feed = "https://example.com/feed.xml"
    run = poddarkiv("init", tmp_path / "arkiv", "--from", feed, LANG="en_US.UTF-8")

    assert run.returncode == 1
    assert feed in run.stderr
