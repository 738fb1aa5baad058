"""What a recording carries and the archive does not know is read by `new` and left by `tag`."""

import base64
import re
from fractions import Fraction

import av
import pytest
from mutagen import id3
from mutagen.flac import FLAC, Picture
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus

from poddarkiv.audio.tag_reader import read_file_tags
from poddarkiv.audio.tagging import Picture as Cover
from poddarkiv.audio.write_tags import write_tagged_copy
from poddarkiv.model import Chapter
from poddarkiv.output import Move, move_together
from sounds import write_tone
from tagging import PNG, make_tags, write_tags

JPEG = b"\xff\xd8\xff\xe0" + b"\1" * 60
OURS = (
    Chapter(start="0:00", title="Välkommen"),
    Chapter(start="0:02", title="Samtalet"),
)


def mp3(tmp_path, **frames):
    """Return an MP3 with three chapters as other programs write them."""
    path = write_tone(tmp_path / "a.mp3")
    tags = id3.ID3()
    for i, (start, inner) in enumerate(
        [
            (0, [id3.TIT2(text="Välkommen"), id3.APIC(mime="image/jpeg", type=0, data=JPEG)]),
            (
                1000,
                [id3.TIT2(text="Musik"), id3.WXXX(desc="chapter url", url="https://a.example/")],
            ),
            (2000, [id3.TIT2(text="Samtalet"), id3.WXXX(url="https://b.example/")]),
        ]
    ):
        frame = id3.CHAP(
            element_id=f"chp{i}", start_time=start, end_time=start + 1000, sub_frames=inner
        )
        tags.add(frame)
    names = ["chp0", "chp1", "chp2"]
    tags.add(id3.CTOC(element_id="toc", flags=3, child_element_ids=names, sub_frames=[]))
    tags.add(id3.TPE1(text=["Anna", "Bo"]))
    tags.add(id3.TCON(text=["Samhälle", "Hälsa"]))
    tags.add(id3.TXXX(desc="REPLAYGAIN", text=["-3", "-4"]))
    tags.add(id3.COMM(lang="eng", desc="iTunNORM", text="00A1"))
    tags.add(id3.APIC(mime="image/png", type=3, desc="", data=PNG + b"old"))
    tags.add(id3.APIC(mime="image/jpeg", type=8, desc="Anna", data=JPEG))
    tags.save(path, v1=0)
    return path


def quicktime(tmp_path, *, only=True):
    """Return an M4A whose chapters stand in a track of text, without Nero's list if `only`."""
    path = write_tone(tmp_path / "a.m4a", codec="aac", rate=44_100)
    write_tags(
        path, make_tags(page="", chapters=(OURS[0], Chapter(start="0:01.500", title="Musik")))
    )
    if only:
        path.write_bytes(path.read_bytes().replace(b"chpl", b"free"))
        assert not MP4(path).chapters
    return path


def chapters(path):
    with av.open(str(path)) as container:
        return [
            (round(float(each["start"] * each["time_base"]), 3), each["metadata"].get("title", ""))
            for each in container.chapters()
        ]


def told(path, tags):
    lines = []
    copy = write_tagged_copy(path, tags, lines.extend)
    move_together(path.parent, [Move(copy, path)] if copy else [])
    return lines


def test_new_reads_links_and_pictures_of_id3_chapters(tmp_path):
    found = read_file_tags(mp3(tmp_path)).chapters

    assert [(c.start, c.title, c.url, picture) for c, picture in found] == [
        (0.0, "Välkommen", None, JPEG),
        (1.0, "Musik", "https://a.example/", b""),
        (2.0, "Samtalet", "https://b.example/", b""),
    ]


@pytest.mark.parametrize("only", [True, False])
def test_new_reads_chapters_of_quicktime_and_nero(tmp_path, only):
    found = read_file_tags(quicktime(tmp_path, only=only)).chapters

    assert [(c.start, c.title) for c, _picture in found] == [(0.0, "Välkommen"), (1.5, "Musik")]


def test_new_reads_chapters_and_pictures_of_ogg_and_flac(tmp_path):
    picture = Picture()
    picture.data, picture.mime, picture.type = PNG, "image/png", 3
    rows = {
        "CHAPTER001": "00:00:00.000",
        "CHAPTER001NAME": "Välkommen",
        "CHAPTER002": "00:00:01.500",
        "CHAPTER002NAME": "Musik",
        "CHAPTER002URL": "https://a.example/",
    }
    ogg = write_tone(tmp_path / "a.opus", codec="libopus", rate=48_000)
    file = OggOpus(ogg)
    for key, value in rows.items():
        file[key] = value
    file["metadata_block_picture"] = base64.b64encode(picture.write()).decode()
    file.save()
    flac = write_tone(tmp_path / "a.flac", codec="flac")
    other = FLAC(flac)
    for key, value in rows.items():
        other[key.lower()] = value
    other.add_picture(picture)
    other.save()

    for path in (ogg, flac):
        offer = read_file_tags(path)
        assert [(c.start, c.title, c.url) for c, _p in offer.chapters] == [
            (0.0, "Välkommen", None),
            (1.5, "Musik", "https://a.example/"),
        ]
        assert offer.picture == PNG


def test_tag_leaves_what_the_archive_does_not_know_in_an_mp3(tmp_path):
    path = mp3(tmp_path)

    lines = told(path, make_tags(chapters=OURS))
    before = path.read_bytes()
    assert told(path, make_tags(chapters=OURS)) == lines
    assert path.read_bytes() == before

    tags = MP3(path).tags
    found = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    assert [(c.start_time, str(c.sub_frames["TIT2"])) for c in found] == [
        (0, "Välkommen"),
        (1000, "Musik"),
        (2000, "Samtalet"),
    ]
    assert found[0].sub_frames.getall("APIC")[0].data == JPEG
    assert found[1].sub_frames.getall("WXXX")[0].url == "https://a.example/"
    assert found[2].sub_frames.getall("WXXX")[0].url == "https://b.example/"
    assert tags["CTOC:toc"].child_element_ids == [frame.element_id for frame in found]
    assert tags["TPE1"].text == ["Testarna", "Anna", "Bo"]
    assert tags["TCON"].text == ["Podcast", "Samhälle", "Hälsa"]
    assert tags["TXXX:REPLAYGAIN"].text == ["-3", "-4"]
    assert str(tags["COMM:iTunNORM:eng"]) == "00A1"
    assert {frame.type: frame.data for frame in tags.getall("APIC")} == {3: PNG, 8: JPEG}
    assert lines == [
        "1 chapter (“Musik”)",
        "2 links and pictures of chapters",
        "1 further picture",
        "the values Anna, Bo, Samhälle, Hälsa",
    ]


def test_tag_takes_it_away_when_told(tmp_path):
    path = mp3(tmp_path)

    lines = told(path, make_tags(chapters=OURS, replace=True))

    tags = MP3(path).tags
    assert [frame.start_time for frame in tags.getall("CHAP")] == [0, 2000]
    assert all(list(frame.sub_frames) == ["TIT2"] for frame in tags.getall("CHAP"))
    assert tags["TPE1"].text == ["Testarna"]
    assert len(tags.getall("APIC")) == 1
    assert "1 chapter (“Musik”)" in lines
    assert told(path, make_tags(chapters=OURS)) == []


def test_an_episode_without_chapters_leaves_those_of_the_file(tmp_path):
    path = mp3(tmp_path)

    told(path, make_tags(chapters=(), lyrics="", cover=None))

    assert [title for _start, title in chapters(path)] == ["Välkommen", "Musik", "Samtalet"]


def test_a_chapter_that_the_archive_takes_away_or_moves_is_gone(tmp_path):
    path = mp3(tmp_path)
    told(path, make_tags(chapters=OURS))

    told(path, make_tags(chapters=(OURS[0], Chapter(start="0:02.800", title="Slut"))))

    assert chapters(path) == [(0.0, "Välkommen"), (1.0, "Musik"), (2.8, "Slut")]


def test_a_link_that_the_archive_takes_away_is_gone(tmp_path):
    path = write_tone(tmp_path / "a.mp3")
    linked = Chapter(start="0:00", title="Välkommen", url="https://c.example/")
    told(path, make_tags(chapters=(linked,)))

    assert told(path, make_tags(chapters=(OURS[0],))) == []

    assert list(MP3(path).tags.getall("CHAP")[0].sub_frames) == ["TIT2"]


@pytest.mark.parametrize("only", [True, False])
def test_tag_leaves_what_the_archive_does_not_know_in_an_m4a(tmp_path, only):
    path = quicktime(tmp_path, only=only)
    file = MP4(path)
    file.tags.clear()
    file["\xa9ART"], file["\xa9gen"] = ["Anna", "Bo"], ["Samhälle"]
    file["covr"] = [MP4Cover(PNG + b"old", MP4Cover.FORMAT_PNG), MP4Cover(JPEG)]
    file["\xa9lyr"] = ["En text"]
    file.save()
    given = make_tags(chapters=OURS, lyrics="")

    lines = told(path, given)
    before = path.read_bytes()
    assert told(path, given)[0] == lines[0]
    assert path.read_bytes() == before

    assert chapters(path) == [(0.0, "Välkommen"), (1.5, "Musik"), (2.0, "Samtalet")]
    tags = MP4(path).tags
    assert tags["\xa9ART"] == ["Testarna", "Anna", "Bo"]
    assert tags["\xa9gen"] == ["Podcast"]
    assert tags["\xa9lyr"] == ["En text"]
    assert [bytes(cover) for cover in tags["covr"]] == [PNG, JPEG]
    assert lines[0] == "1 chapter (“Musik”)"
    told(path, make_tags(chapters=OURS, replace=True))
    assert chapters(path) == [(0.0, "Välkommen"), (2.0, "Samtalet")]
    assert MP4(path).tags["\xa9ART"] == ["Testarna"]


MS = Fraction(1, 1000)
PICTURED = ((0, "Välkommen"), (1500, "Musik"))


def pictured(tmp_path):
    """Return an M4A whose chapters have pictures in a track of their own, as Auphonic writes."""
    path, source = tmp_path / "b.m4a", quicktime(tmp_path)
    with av.open(str(source)) as old, av.open(str(path), "w", format="mov") as file:
        sound = file.add_stream_from_template(old.streams.audio[0])
        picture = file.add_stream("mjpeg", rate=1)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuvj420p"
        rows = [
            {"id": i, "start": start, "end": 3000, "time_base": MS, "metadata": {"title": title}}
            for i, (start, title) in enumerate(PICTURED)
        ]
        file.set_chapters(rows)
        for _number in PICTURED:
            file.mux(picture.encode(av.VideoFrame(64, 48, "yuvj420p")))
        file.mux(picture.encode(None))
        for packet in old.demux(old.streams.audio[0]):
            if packet.size:
                packet.stream = sound
                file.mux(packet)
    path.write_bytes(_referring(path.read_bytes()))
    return path


def _referring(content):
    """Return a MOV whose sound refers to the track of pictures too, and the pictures to none."""
    first, second = [m.start() for m in re.finditer(b"tref", content)]
    content = bytearray(content)
    content[second : second + 4] = b"free"
    for kind in (b"moov", b"trak", b"tref", b"chap"):
        at = content.rindex(kind, 0, first + 16) - 4
        content[at : at + 4] = (int.from_bytes(content[at : at + 4]) + 4).to_bytes(4)
    content[first + 16 : first + 16] = (2).to_bytes(4)
    return bytes(content)


def thumbnails(path):
    with av.open(str(path)) as container:
        wanted = av.stream.Disposition.timed_thumbnails
        return [s.frames for s in container.streams if s.disposition & wanted]


def test_pictures_of_chapters_in_a_track_stay_until_they_are_to_go(tmp_path):
    path = pictured(tmp_path)
    assert thumbnails(path) == [2]

    lines = told(path, make_tags(chapters=OURS))

    assert lines[0].startswith("1 chapter (“Musik”)")
    assert "2 links and pictures of chapters" in lines
    assert thumbnails(path) == [2]
    assert MP4(path).tags["\xa9ART"] == ["Testarna"]
    told(path, make_tags(chapters=OURS, replace=True))
    assert thumbnails(path) == []
    assert chapters(path) == [(0.0, "Välkommen"), (2.0, "Samtalet")]


def test_moving_picture_stays_where_chapters_are_written(tmp_path):
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as file:
        sound = file.add_stream("aac", rate=44_100)
        sound.layout = "mono"
        picture = file.add_stream("mpeg4", rate=5)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for _number in range(15):
            file.mux(picture.encode(av.VideoFrame(64, 48, "yuv420p")))
        file.mux(picture.encode(None))
        with av.open(str(write_tone(tmp_path / "a.wav", codec="pcm_s16le", rate=44_100))) as source:
            resampler = av.AudioResampler(sound.format, "mono", 44_100, 1024)
            for frame in source.decode(audio=0):
                for piece in resampler.resample(frame):
                    file.mux(sound.encode(piece))
        file.mux(sound.encode(None))

    told(path, make_tags(chapters=OURS, cover=Cover(PNG, "image/png")))

    with av.open(str(path)) as container:
        moving = [s for s in container.streams.video if s.codec_context.name == "mpeg4"]
        assert [stream.frames for stream in moving] == [15]
    assert [title for _start, title in chapters(path)] == ["Välkommen", "Samtalet"]


def test_nothing_stays_that_names_somebody_who_may_not_be_named(tmp_path):
    path = mp3(tmp_path)

    lines = told(path, make_tags(chapters=OURS, left_out=("Bo", "musik")))

    tags = MP3(path).tags
    assert tags["TPE1"].text == ["Testarna", "Anna"]
    assert chapters(path) == [(0.0, "Välkommen"), (2.0, "Samtalet")]
    assert "Bo" not in "".join(lines)
