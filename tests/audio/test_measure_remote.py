"""Recordings on other computers are measured by parts, and what goes wrong is told."""

from datetime import UTC, datetime

import pytest
from mutagen.id3 import APIC, ID3

from poddarkiv.audio.measure import measure_file
from poddarkiv.audio.measure_remote import measure_url
from poddarkiv.checks.published_feed import compare_with_feed
from poddarkiv.commands.measure import measured_lock
from poddarkiv.errors import AudioError, RemoteError
from poddarkiv.remote import RemoteFile, fetch_url
from poddarkiv.rss import render_feed
from poddarkiv.rss.published import read_published_feed
from sounds import write_tone

AS_OF = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp3", {"rate": 44_100, "bit_rate": 192_000}),
        ("a.m4a", {"rate": 44_100, "codec": "aac", "bit_rate": 192_000}),
    ],
)
def test_the_figures_are_those_of_the_file_and_little_of_it_is_fetched(
    tmp_path, host, name, options
):
    path = write_tone(tmp_path / name, seconds=25, **options)
    base, handler = host

    far = measure_url(f"{base}/{name}", allow_local=True).audio

    near = measure_file(path, f"media/{name}").audio
    assert (far.bytes, far.mime_type) == (near.bytes, near.mime_type)
    assert far.duration == pytest.approx(near.duration, abs=0.1)
    assert (far.url, far.path, far.sha256, far.source) == (f"{base}/{name}", None, None, "http")
    assert handler.sent < near.bytes / 2


def test_a_large_cover_before_the_sound_is_passed_over(tmp_path, host):
    path = write_tone(tmp_path / "a.mp3", seconds=20)
    tags = ID3()
    tags.add(APIC(mime="image/jpeg", type=3, data=b"\xff\xd8\xff" + b"x" * 1_000_000))
    tags.save(path)
    base, _handler = host

    far = measure_url(f"{base}/a.mp3", allow_local=True).audio

    assert far.mime_type == "audio/mpeg"
    assert far.duration == pytest.approx(20, abs=0.2)


def test_a_redirect_is_followed_and_the_address_stays(tmp_path, host):
    write_tone(tmp_path / "a.mp3")
    base, _handler = host

    assert measure_url(f"{base}/moved.mp3", allow_local=True).audio.url == f"{base}/moved.mp3"


def test_checksums_stay_while_the_size_does(tmp_path, host):
    path = write_tone(tmp_path / "a.mp3")
    base, _handler = host
    known = measure_file(path, "x").audio.model_copy(
        update={"path": None, "url": f"{base}/a.mp3", "audio_sha256": "c" * 64}
    )

    assert measure_url(f"{base}/a.mp3", known, allow_local=True).audio.audio_sha256 == "c" * 64
    path.write_bytes(path.read_bytes() + b"\0" * 10)
    assert measure_url(f"{base}/a.mp3", known, allow_local=True).audio.audio_sha256 is None


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("nowhere.mp3", RemoteError, "the host answered 404"),
        ("norange.mp3", RemoteError, "gives no byte ranges"),
        ("page.mp3", AudioError, "the content is no sound file"),
        ("to-a-file", RemoteError, "file:///etc/passwd.* is not allowed"),
    ],
)
def test_what_goes_wrong_is_told_in_a_line(tmp_path, host, name, error, words):
    write_tone(tmp_path / "norange.mp3")
    (tmp_path / "page.mp3").write_text("<!doctype html>" + "x" * 100)
    base, _handler = host

    with pytest.raises(error, match=words) as caught:
        measure_url(f"{base}/{name}", allow_local=True)

    assert "\n" not in str(caught.value)


def test_a_host_that_is_not_there_is_told():
    with pytest.raises(RemoteError, match="does not answer"):
        fetch_url("http://127.0.0.1:9/feed.xml", allow_local=True)


def test_only_web_addresses_are_read():
    with pytest.raises(RemoteError, match="is no web address"):
        fetch_url("file:///etc/passwd")


def test_any_part_of_a_far_file_is_that_of_the_file(tmp_path, host):
    content = bytes(range(256)) * 1000
    (tmp_path / "a.bin").write_bytes(content)
    base, _handler = host
    far = RemoteFile(f"{base}/a.bin", allow_local=True)

    for start, length in [(0, 10), (65_530, 20), (255_990, 100), (256_000, 5)]:
        far.seek(start)
        found = b""
        while part := far.read(length - len(found)):
            found += part
        assert found == content[start : start + length]


def test_an_episode_whose_recording_is_elsewhere_gets_its_lock(
    tmp_path, host, make_archive, make_episode
):
    path = write_tone(tmp_path / "a.mp3")
    base, _handler = host
    episode = make_episode(audio=f"{base}/a.mp3")
    archive = make_archive(episodes=(episode,), locks={})

    lock = measured_lock(archive, episode, allow_local=True)

    assert lock.audio.url == lock.identity.enclosure == f"{base}/a.mp3"
    assert lock.audio.bytes == path.stat().st_size


def test_a_published_feed_is_compared_where_it_is(tmp_path, host, make_archive):
    archive = make_archive()
    (tmp_path / "feed.xml").write_bytes(render_feed(archive, as_of=AS_OF))
    base, _handler = host

    feed = read_published_feed(fetch_url(f"{base}/feed.xml", allow_local=True))

    assert compare_with_feed(archive, feed, "feed.xml", AS_OF) == []
    assert [item.guid for item in feed.items] == [archive.episodes[0].guid]
