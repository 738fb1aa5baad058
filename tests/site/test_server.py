"""The preview server, asked over a real socket as browsers and podcast apps ask."""

import http.client
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from poddarkiv.site.reload import Listeners
from poddarkiv.site.server import application
from serving import serving

AUDIO = bytes(range(256)) * 4
PAGE = "<!doctype html><title>Avsnitt</title><body><p>Å</p></body>"


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("served")
    site, media = root / "site", root / "media"
    for path, text in {
        "index.html": PAGE,
        "404.html": "<!doctype html><title>Saknas</title><body>Finns inte</body>",
        "feed.xml": "<rss/>",
        "sitemap.xml": "<urlset/>",
        "avsnitt/001/index.html": PAGE,
        "avsnitt/001/transcript.vtt": "WEBVTT\n",
        "avsnitt/001/transcript.srt": "1\n",
        "avsnitt/001/transcript.json": "{}",
        "avsnitt/001/transcript.txt": "Å\n",
        "assets/pod/player.js": "export {}",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")
    media.mkdir()
    (media / "001.mp3").write_bytes(AUDIO)
    (media / "001.m4a").write_bytes(AUDIO)
    (root / "secret.txt").write_text("secret")
    return site, media


@pytest.fixture(scope="module")
def ask(folders: tuple[Path, Path]) -> Iterator[Ask]:
    with serving(application(*folders)) as port:
        yield _asker(port)


def _asker(port: int) -> Ask:
    def ask(path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=names)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    return ask


def test_a_recording_is_given_whole_and_says_that_it_has_ranges(ask: Ask) -> None:
    answer = ask("/media/001.mp3")

    assert (answer.status, answer.body) == (200, AUDIO)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert answer.headers["Content-Length"] == "1024"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-", 0, 1024), ("bytes=100-199", 100, 200), ("bytes=-24", 1000, 1024),
     ("bytes=1000-9999", 1000, 1024), ("bytes=0-0", 0, 1)],
)  # fmt: skip
def test_a_part_of_a_recording_is_given(ask: Ask, asked: str, start: int, end: int) -> None:
    answer = ask("/media/001.mp3", Range=asked)

    assert (answer.status, answer.body) == (206, AUDIO[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/1024"
    assert answer.headers["Content-Length"] == str(end - start)


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_with_the_length(ask: Ask, asked: str) -> None:
    answer = ask("/media/001.mp3", Range=asked)

    assert answer.status == 416
    assert answer.headers["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize("asked", ["bytes=20-10", "bytes=a-b", "lines=1-2", "bytes", "bytes=-"])
def test_a_range_that_means_nothing_gives_the_whole(ask: Ask, asked: str) -> None:
    assert ask("/media/001.mp3", Range=asked)[::2] == (200, AUDIO)


def test_several_parts_come_in_one_answer(ask: Ask) -> None:
    answer = ask("/media/001.mp3", Range="bytes=0-1,10-11")

    assert answer.status == 206
    assert answer.headers["Content-Type"].startswith("multipart/byteranges")
    assert AUDIO[10:12] in answer.body


def test_a_part_of_a_changed_recording_is_not_mixed_with_the_old(ask: Ask) -> None:
    answer = ask("/media/001.mp3", Range="bytes=0-1", If_Range='"another"')

    assert (answer.status, len(answer.body)) == (200, 1024)


def test_head_tells_as_much_as_get_without_the_body(ask: Ask) -> None:
    get, head = ask("/media/001.mp3"), ask("/media/001.mp3", "HEAD")

    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Length", "Content-Type", "Accept-Ranges", "ETag", "Last-Modified"):
        assert head.headers[name] == get.headers[name]


def test_an_unchanged_file_is_not_sent_again(ask: Ask) -> None:
    tag = ask("/media/001.mp3").headers["ETag"]

    assert ask("/media/001.mp3", If_None_Match=tag)[::2] == (304, b"")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/avsnitt/001/transcript.vtt", "text/vtt; charset=utf-8"),
        ("/avsnitt/001/transcript.srt", "application/x-subrip; charset=utf-8"),
        ("/avsnitt/001/transcript.json", "application/json"),
        ("/avsnitt/001/transcript.txt", "text/plain; charset=utf-8"),
        ("/assets/pod/player.js", "text/javascript; charset=utf-8"),
        ("/media/001.m4a", "audio/x-m4a"),
    ],
)
def test_each_file_has_its_right_type(ask: Ask, path: str, kind: str) -> None:
    assert ask(path).headers.get_all("Content-Type") == [kind]


@pytest.mark.parametrize(
    "path", ["/", "/avsnitt/001/transcript.vtt", "/feed.xml", "/media/001.mp3"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_no_other_page_may_read_what_is_shown(ask: Ask, path: str, method: str) -> None:
    foreign = ask(path, method, Origin="https://app.example")
    own = ask(path, method)

    assert (foreign.status, own.status) == (403, 405 if method == "OPTIONS" else 200)
    for answer in (foreign, own):
        allowed = [name for name in answer.headers if name.lower().startswith("access-control-")]
        assert allowed == []
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_page_of_our_own_may_ask_by_script(folders: tuple[Path, Path]) -> None:
    with serving(application(*folders)) as port:
        answer = _asker(port)("/feed.xml", Origin=f"http://127.0.0.1:{port}")

    assert answer.status == 200


def test_a_folder_without_its_slash_is_redirected(ask: Ask) -> None:
    answer = ask("/avsnitt/001")

    assert answer.status in {301, 307, 308}
    assert answer.headers["Location"].endswith("/avsnitt/001/")


def test_what_is_not_there_gets_the_sites_own_page(ask: Ask) -> None:
    for path in ("/finns-inte/", "/media/finns-inte.mp3", "/avsnitt/001/x.vtt"):
        answer = ask(path)
        assert answer.status == 404
        assert "Finns inte" in answer.body.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/media/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/media/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/media//../../secret.txt",
        "//secret.txt",
        "/media/%00",
        "/%2fetc/passwd",
        "/media/%2fetc/passwd",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_folders_is_shown(ask: Ask, path: str) -> None:
    answer = ask(path)

    assert answer.status == 404
    assert b"secret" not in answer.body


def test_a_link_in_the_site_that_leads_outside_is_not_followed(
    ask: Ask, folders: tuple[Path, Path]
) -> None:
    (folders[0] / "link.txt").symlink_to(folders[0].parent / "secret.txt")

    assert ask("/link.txt").status == 404


@pytest.mark.parametrize("name", ["ut.mp3", "mapp/secret.txt", ".dold.mp3", ".dold/a.mp3"])
def test_a_link_in_media_that_leads_outside_is_followed_only_when_that_is_meant(
    tmp_path: Path, name: str
) -> None:
    root, media = tmp_path / "arkiv", tmp_path / "arkiv/media"
    (media / ".dold").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (media / "ut.mp3").symlink_to(tmp_path / "secret.txt")
    (media / "mapp").symlink_to(tmp_path)
    (media / "inom.mp3").symlink_to("../inne.mp3")
    (root / "inne.mp3").write_bytes(AUDIO)
    for hidden in (".dold.mp3", ".dold/a.mp3"):
        (media / hidden).write_text("secret")

    with serving(application(root / "site", media)) as port:
        refused, within = _asker(port)(f"/media/{name}"), _asker(port)("/media/inom.mp3")
    with serving(application(root / "site", media, media_link=True)) as port:
        meant = _asker(port)(f"/media/{name}")

    assert b"secret" not in refused.body
    assert refused.status in {404, 503}
    assert within.body == AUDIO
    assert (meant.body == b"secret") == (not name.startswith("."))


def test_a_media_folder_that_lies_elsewhere_is_shown_only_when_that_is_meant(
    tmp_path: Path,
) -> None:
    (tmp_path / "arkiv").mkdir()
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk/a.mp3").write_bytes(AUDIO)
    media = tmp_path / "arkiv/media"
    media.symlink_to("../disk")
    for meant in (False, True):
        app = application(tmp_path / "arkiv/site", media, media_link=meant)
        with serving(app) as port:
            assert (_asker(port)("/media/a.mp3").body == AUDIO) == meant


def test_nothing_can_be_written(ask: Ask) -> None:
    assert [ask("/", method).status for method in ("POST", "PUT", "DELETE")] == [405] * 3


def test_a_site_below_a_path_is_served_there(folders: tuple[Path, Path]) -> None:
    with serving(application(*folders, base="/arkiv/")) as port:
        ask = _asker(port)

        assert ask("/arkiv/").status == 200
        assert ask("/arkiv/media/001.mp3", Range="bytes=0-1").status == 206
        assert ask("/").headers["Location"] == "/arkiv/"
        assert ask("/avsnitt/001/").status == 404


def test_only_the_preview_adds_its_script_and_only_to_what_it_sends(
    folders: tuple[Path, Path],
) -> None:
    with serving(application(*folders, listeners=Listeners())) as port:
        ask = _asker(port)
        page, missing = ask("/"), ask("/finns-inte/")

        assert b'src="/.poddarkiv/reload.js"' in page.body
        assert (missing.status, b"reload.js" in missing.body) == (404, True)
        assert ask("/", "HEAD").headers["Content-Length"] == str(len(page.body))
        assert ask("/.poddarkiv/reload.js").status == 200
    assert (folders[0] / "index.html").read_text("utf-8") == PAGE


def test_a_site_that_is_not_built_yet_says_so(tmp_path: Path) -> None:
    with serving(application(tmp_path / "site", tmp_path, listeners=Listeners())) as port:
        answer = _asker(port)("/")

    assert answer.status == 503
    assert "The site has not been built yet: see the terminal." in answer.body.decode()
    assert b"reload.js" in answer.body
