"""Why the system would not is told in the archive's language."""

import socket

from commands.running import poddarkiv


def test_a_port_that_is_taken(made):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = poddarkiv("serve", "--port", str(other.getsockname()[1]), cwd=made[0])

    assert run.returncode != 0
    assert "ett annat program använder den" in run.stderr
    assert "ddress already" not in run.stderr


def test_a_published_feed_that_is_not_there(made):
    run = poddarkiv("check", "--against", "finns-inte.xml", cwd=made[0])

    assert run.returncode == 2
    assert "finns-inte.xml: kan inte läsas: filen finns inte" in run.stderr
