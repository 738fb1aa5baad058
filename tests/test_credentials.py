"""Names and passwords in addresses: found however they are written, and never shown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.faults import copy_base
from poddarkiv.credentials import has_credentials, without_credentials
from poddarkiv.i18n import _
from running import poddarkiv

HIDDEN = [
    "https://ada:hemligt@podd.example/32.mp3",
    "https://:hemligt@podd.example/",
    "https://hemligt@podd.example/",
    "https://ada:hem:ligt@podd.example/",
    "https://ada:hemligt@hemligt@podd.example/",
    "https://ada:hemligt%40podd.example/",
    "https://ada:hem/ligt@podd.example/",
    "https://ada:hem?ligt@podd.example/",
    "https://ada:hem#ligt@podd.example/",
    "https:/ada:hemligt@podd.example/",
    "https:ada:hemligt@podd.example/",
    "https:\\\\ada:hemligt@podd.example",
    "https:///ada:hemligt@podd.example",
    "HTTPS://ADA:HEMLIGT@PODD.EXAMPLE",
    "//ada:hemligt@podd.example/",
    "\\\\ada:hemligt@podd.example\\x",
    "ftp://ada:hemligt@podd.example/",
    "sftp://ada:hemligt@podd.example/x",
    "https://ada:hemligt@[::1]:8000/",
    "https://ada:12hemligt@podd.example",
]
PLAIN = [
    "https://podd.example/32.mp3",
    "https://podd.example:8000/@ada",
    "https://social.example/@ada",
    "https://[::1]:8000/a@b",
    "https://podd.example/?till=ada@podd.example",
    "mailto:ada@podd.example",
    "acct:ada@podd.example",
    "Skriv till ada@podd.example eller https://podd.example/ i dag",
    "https://podd.example, ada@podd.example",
    "kl. 12:30 @ 32",
]


@pytest.mark.parametrize("address", HIDDEN)
def test_a_password_is_found_and_not_shown(address: str) -> None:
    shown = without_credentials(f"leads to “{address}”")

    assert has_credentials(address)
    assert "hem" not in shown.casefold().replace(address.casefold(), "")
    assert "ligt" not in shown.casefold()


@pytest.mark.parametrize("address", PLAIN)
def test_what_holds_none_stays_as_it_is(address: str) -> None:
    assert not has_credentials(address)
    assert without_credentials(address) == address


def test_a_tab_within_an_address_hides_nothing() -> None:
    assert has_credentials("ht\ttps://ada:hem\nligt@podd.example/")


@given(st.text("abc:@/\\?#%40 .", max_size=30), st.sampled_from(["https://", "//", "http:"]))
def test_leaving_out_twice_is_leaving_out_once(rest: str, start: str) -> None:
    once = without_credentials(start + rest)

    assert without_credentials(once) == once


def test_a_message_shows_no_password_whatever_it_is_filled_with() -> None:
    text = _("{url}: is no web address", url="gopher://ada:hemligt@podd.example")

    assert text == "gopher://…@podd.example: is no web address"


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [("check",), ("check", "--format", "json"), ("check", "--format", "github"),
     ("check", "--format", "gitlab"), ("build",), ("feed",), ("measure",), ("tag",),
     ("transcribe",), ("review", "1", "--list"), ("search", "hej"),
     ("check", "--against", "https://ada:hemligt@podd.example/feed.xml"),
     ("check", "--against", "ftp://ada:hemligt@podd.example/feed.xml")],
)  # fmt: skip
def test_no_verb_prints_a_password_or_goes_on_with_it(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    root = copy_base(tmp_path)
    path = root / "episodes/002-mitt/episode.yml"
    address = "https://ada:hemligt@podd.example/2.mp3"
    text = path.read_text("utf-8") + f"audio: {address}\nimage: {{file: '{address}', alt: x}}\n"
    path.write_text(text + f"okant: {address}\nsocial: [{{protocol: [{address}]}}]\n", "utf-8")

    result = poddarkiv(root, *words)

    assert "hemligt" not in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    if words[0] != "review":
        assert result.returncode == 1
    written = [each for each in root.rglob("*") if each.is_file() and each != path]
    assert [each for each in written if b"hemligt" in each.read_bytes()] == []
