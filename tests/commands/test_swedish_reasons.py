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


def test_the_limits_of_a_number_are_told_in_words(made):
    run = poddarkiv("serve", "--port", "99999", cwd=made[0])

    assert run.returncode == 2
    assert run.stderr.splitlines()[-1] == (
        "Fel: värdet för ”--port” går inte: 99999 är inte ett tal från 0 till 65535."
    )
    assert "[0 till 65535]" in poddarkiv("serve", "--help", cwd=made[0]).stdout
