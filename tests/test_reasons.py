"""What the system, other computers and libraries say is told in Swedish, whatever it is."""

import errno
import json
import socket
import ssl
from http import HTTPStatus
from http.client import BadStatusLine, IncompleteRead, InvalidURL, RemoteDisconnected

import av
import pytest
from pydantic_core._pydantic_core import list_all_errors

from commands.swedish import ENGLISH, english_in
from poddarkiv import i18n
from poddarkiv.audio.library_errors import decode_error_reason
from poddarkiv.commands._metavars import WORDS
from poddarkiv.errors import system_reason
from poddarkiv.i18n import _
from poddarkiv.load.kinds import describe_wanted
from poddarkiv.site.mkdocs_log import translate_warning as mkdocs_told
from poddarkiv.weblog import translate_message as server_told
from poddarkiv.webreasons import network_reason, status_reason


@pytest.fixture
def swedish():
    before = i18n.language()
    i18n.use("sv")
    yield
    i18n.use(before)


def test_every_kind_of_wrong_value_that_pydantic_knows(swedish):
    for each in list_all_errors():
        said = describe_wanted(each["type"], each["example_context"] or {}, "hej")
        assert english_in(said) == [], each["type"]
        assert "”hej”" in said or "inte hej" in said, each["type"]
        assert each["type"] not in said


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "ingen dator med det"),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), "ingen namnserver svarar"),
        (TimeoutError("timed out"), "inget svar kom i tid"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "ingen svarar på den porten"),
        (ConnectionResetError(errno.ECONNRESET, "reset"), "förbindelsen bröts"),
        (OSError(errno.ENETUNREACH, "unreachable"), "ingen väg dit"),
        (RemoteDisconnected("closed without response"), "stängde förbindelsen utan att svara"),
        (BadStatusLine("not HTTP"), "det som den svarar är inte HTTP"),
        (IncompleteRead(b""), "förbindelsen bröts"),
        (InvalidURL("not valid"), "adressen går inte att använda"),
        (ssl.SSLError(1, "[SSL] wrong version number"), "ingen säker förbindelse (OpenSSL säger: "),
        (ValueError("the port is not valid"), "Python säger: "),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_computer_that_does_not_answer(error, said, swedish):
    reason = network_reason(error)

    assert said in reason
    assert english_in(reason) == []


def test_a_certificate_that_is_not_accepted(swedish):
    for code in range(100):
        error = ssl.SSLCertVerificationError(1, "certificate verify failed")
        error.verify_code, error.verify_message = code, "the certificate is not right"
        assert "certifikat" in network_reason(error)
        assert english_in(network_reason(error)) == []


def test_every_status_of_http(swedish):
    for status in (*HTTPStatus, 299, 499, 599, 999):
        assert status_reason(int(status))
        assert english_in(status_reason(int(status))) == []


def test_whatever_ffmpeg_and_mutagen_say(swedish):
    for kind in {each for each in vars(av.error).values() if isinstance(each, type)}:
        if issubclass(kind, av.error.FFmpegError):
            said = decode_error_reason(kind(0, "the error is not known"))
            assert english_in(said) == [], kind
    assert system_reason(ValueError("not a frame"), "mutagen") == "mutagen säger: not a frame"
    assert english_in(system_reason(MemoryError())) == []


def test_what_mkdocs_and_the_web_server_warn_of(swedish):
    told = {
        "Doc file 'a.md' contains a link 'b.md', but the target is not found among documentation "
        "files.": "content/a.md: länken ”b.md” leder ingenstans",
        "Doc file 'a.md' contains a link 'b.md', but the target 'c/b.md' is not found among "
        "documentation files. Did you mean 'd.md'?": (
            "content/a.md: länken ”b.md” leder ingenstans – menade du ”d.md”?"
        ),
        "A reference to 'b.md' is included in the 'nav' configuration, which is not found in the "
        "documentation files.": "mkdocs.yml: nav: sidan b.md finns inte",
        "Config value 'x': Unrecognised configuration name: x": (
            "mkdocs.yml: x: MkDocs känner inte till inställningen"
        ),
        "Something is not right": "MkDocs säger: Something is not right",
    }
    assert {message: mkdocs_told(message) for message in told} == told
    for message in ("Invalid HTTP request received.", "Unsupported upgrade request.", "not right"):
        assert english_in(server_told(message)) == []


def test_the_list_of_words_has_no_swedish_one(swedish):
    catalogue = json.dumps([_(word) for word in WORDS]).lower()

    assert not {word for word in ENGLISH if word in catalogue.split()}
