"""What a recording's chapters carry comes along: their links, and their pictures with names."""

from io import BytesIO

import yaml
from mutagen.id3 import APIC, CHAP, CTOC, ID3, TIT2, WXXX
from PIL import Image

from commands.drafting import AT, FOLDER, YES, check
from commands.running import poddarkiv


def picture(colour):
    file = BytesIO()
    Image.new("RGB", (1500, 1500), colour).save(file, "JPEG")
    return APIC(mime="image/jpeg", type=0, data=file.getvalue())


def test_links_and_pictures_of_chapters_come_along(root, recording):
    tags = ID3(recording)
    tags.delall("CHAP")
    tags.delall("CTOC")
    inner = [
        [TIT2(text="Välkommen"), picture("red")],
        [TIT2(text="Mötet"), WXXX(url="https://a.example/mote"), picture("blue")],
        [TIT2(text="Tack"), WXXX(url="mailto:a@a.example"), picture("red")],
    ]
    for i, frames in enumerate(inner):
        tags.add(CHAP(element_id=f"c{i}", start_time=20_000 * i, end_time=0, sub_frames=frames))
    tags.add(CTOC(element_id="t", flags=3, child_element_ids=["c0", "c1"], sub_frames=[]))
    tags.save(recording)

    run = poddarkiv("new", recording, *AT, *YES, cwd=root)

    assert run.returncode == 0, run.stderr
    written = yaml.safe_load((root / FOLDER / "episode.yml").read_text("utf-8"))["chapters"]
    red, blue = "003-om-att-motas-1.jpg", "003-om-att-motas-2.jpg"
    assert [row["image"]["file"] for row in written] == [red, blue, red]
    assert [row.get("url") for row in written] == [None, "https://a.example/mote", None]
    assert [row.get("hidden", False) for row in written] == [False, False, True]
    assert (root / "media" / blue).read_bytes() == inner[1][2].data
    assert f"media/{red}" in run.stdout
    assert check(root) == ""


def test_a_first_chapter_that_begins_later_keeps_its_time(root, recording):
    tags = ID3(recording)
    tags.delall("CHAP")
    for i, frames in enumerate([[], [TIT2(text="Mötet")], [TIT2(text="Tack")]]):
        tags.add(CHAP(element_id=f"c{i}", start_time=20_000 * i, end_time=0, sub_frames=frames))
    tags.save(recording)

    poddarkiv("new", recording, *AT, *YES, cwd=root)

    written = yaml.safe_load((root / FOLDER / "episode.yml").read_text("utf-8"))["chapters"]
    assert [(row["start"], row["title"]) for row in written] == [
        ("00:00", "Början"),
        ("00:20", "Mötet"),
        ("00:40", "Tack"),
    ]
