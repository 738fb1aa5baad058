"""The repository's own archive: what its feed says of each recording is true of the file."""

import hashlib
from pathlib import Path

import av
import pytest
from lxml import etree
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from test_feed import NOW

from poddarkiv.checks.identity import current_identity
from poddarkiv.formats import sniff
from poddarkiv.formats.mpeg import mp3_frame
from poddarkiv.load import load_archive
from poddarkiv.rss import render_feed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample():
    return load_archive(ROOT)


def test_bytes_type_and_length_in_the_feed_are_those_of_the_files(sample):
    items = etree.fromstring(render_feed(sample, as_of=NOW)).findall("channel/item")

    assert len(items) >= 3
    for item in items:
        enclosure = item.find("enclosure")
        path = ROOT / "media" / enclosure.get("url").rpartition("/")[2]
        assert int(enclosure.get("length")) == path.stat().st_size
        assert enclosure.get("type") == "audio/mpeg"
        told = item.findtext("{http://www.itunes.com/dtds/podcast-1.0.dtd}duration")
        assert abs(int(told) - MP3(path).info.length) <= 1


def test_the_locks_are_those_of_the_files_and_of_the_yaml(sample):
    for slug, lock in sample.locks.items():
        assert lock.identity == current_identity(sample, sample.episode_by_slug[slug])
        if lock.audio is not None:
            content = (ROOT / lock.audio.path).read_bytes()
            assert lock.audio.sha256 == hashlib.sha256(content).hexdigest()


def recordings(sample):
    """Return slug, path and lock of each recording in the repository."""
    locks = {slug: lock.audio for slug, lock in sample.locks.items() if lock.audio is not None}
    assert len(locks) == 4
    return [(slug, ROOT / audio.path, audio) for slug, audio in locks.items()]


def av_seconds(path):
    with av.open(path) as container:
        assert container.duration is not None
        return container.duration / av.time_base


def packets(path):
    with av.open(path) as container:
        return [packet for packet in container.demux(audio=0) if packet.size]


def test_every_reader_times_the_recordings_alike(sample):
    for _slug, path, audio in recordings(sample):
        frames = len(packets(path)) * 576 / 22_050
        lengths = [MP3(path).info.length, av_seconds(path), audio.duration]

        assert lengths == pytest.approx([frames] * 3, abs=0.001)


def test_the_headers_count_what_is_in_the_recordings(sample):
    for _slug, path, _audio in recordings(sample):
        content = path.read_bytes()
        sound = content[sniff.id3_length(content[:10]) :]
        at = sound.index(b"Info")
        frames, size = (int.from_bytes(sound[at + n : at + n + 4]) for n in (8, 12))

        assert at < 40
        # Some readers reckon by the first frame's bit rate.
        header = mp3_frame(sound)
        assert (header.bit_rate, header.rate) == (40_000, 22_050)
        assert mp3_frame(sound[header.length :]).bit_rate == header.bit_rate
        assert (frames, size) == (len(packets(path)), len(sound))


def test_the_recordings_carry_their_tags(sample):
    cover = (ROOT / "media" / sample.show.image.file).read_bytes()
    for slug, path, _audio in recordings(sample):
        episode = sample.episode_by_slug[slug]
        tags = ID3(path)
        chapters = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)

        assert tags["TIT2"].text == [episode.title]
        assert tags["TALB"].text == [sample.show.title]
        assert [picture.data for picture in tags.getall("APIC")] == [cover]
        assert [(c.start_time / 1000, c.sub_frames["TIT2"].text[0]) for c in chapters] == [
            (chapter.start, chapter.title) for chapter in episode.chapters
        ]
        assert bool(tags.getall("USLT")) == (slug in sample.transcripts)
