"""What a file of an archive may be called, on every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from poddarkiv.filenames import is_media_name, is_passed_by, is_portable
from poddarkiv.model import Alternate, Image, Track
from poddarkiv.model.recordings import Recording

OUTSIDE = [
    "..", "../a.mp3", "a/../../b.mp3", "a/..", ".", "./a.mp3", "a/./b.mp3", "/a.mp3", "/etc/passwd",
    "//server/share/a.mp3", "\\\\server\\share\\a.mp3", "..\\a.mp3", "a\\b.mp3", "C:\\a.mp3",
    "C:a.mp3", "c:/a.mp3", "a\0.mp3", "a//b.mp3", "a/", "~/a.mp3\x7f", "a\x1b[2J.mp3",
]  # fmt: skip
NOT_EVERYWHERE = [
    ".a.mp3", ".git/a.mp3", "bilder/._a.jpg", ".#a.mp3", "con", "CON.mp3", "aux.x.mp3", "nul",
    "bilder/com1.jpg", "LPT9.mp3", "com¹.mp3", "conin$", "a.mp3.", "bilder./a.jpg", "bilder /a.jpg",
    "a.mp3~", "#a.mp3#", "con .mp3",
]  # fmt: skip
INSIDE = [
    "032.mp3", "032-om-peer-support.m4a", "bilder/032.jpg", "a/b/c.png", "Mitt ljud å.mp3",
    "console.mp3", "com.mp3", "com10.mp3", "auxiliary/a.mp3", "a.b.c", "a~b.mp3", "#1.mp3",
    "a..mp3",
]  # fmt: skip


@pytest.mark.parametrize("name", [*OUTSIDE, *NOT_EVERYWHERE])
def test_a_name_that_may_lead_elsewhere_or_is_not_everywhere_is_refused(name: str) -> None:
    assert not is_media_name(name)
    for refuse in (
        lambda: Image(file=name, alt="x"),
        lambda: Track(speaker="x", file=name),
        lambda: Alternate(file=name),
        lambda: TypeAdapter(Recording).validate_python(name),
    ):
        with pytest.raises(ValidationError):
            refuse()


@pytest.mark.parametrize(
    "name", ["file:///etc/passwd", "ftp://a/b.mp3", "https:/a//b", "//a/b.mp3"]
)
def test_a_recording_has_no_address_of_another_kind(name: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Recording).validate_python(name)


@pytest.mark.parametrize("name", INSIDE)
def test_a_name_in_media_is_taken_as_it_is(name: str) -> None:
    assert is_media_name(name)
    assert Image(file=name, alt="x").file == name


@given(st.text("abå ./\\:~#\0", min_size=1, max_size=12))
def test_a_name_that_is_taken_stays_within_its_folder_on_posix_and_windows(name: str) -> None:
    import ntpath
    import posixpath

    if is_media_name(name):
        assert posixpath.normpath(posixpath.join("/m/media", name)) == f"/m/media/{name}"
        assert ntpath.normpath(ntpath.join("M:\\media", name)) == "M:\\media\\" + name.replace(
            "/", "\\"
        )


@pytest.mark.parametrize(
    "name",
    [
        ".a",
        "._a.md",
        ".#a.md",
        ".~lock.a.odt#",
        ".DS_Store",
        ".a.md.swp",
        "a.md~",
        "#a.md#",
        ".git",
    ],
)
def test_what_editors_and_systems_leave_is_passed_by(name: str) -> None:
    assert is_passed_by(name)


@pytest.mark.parametrize("name", ["a.md", "a.b.md", "a~b.md", "#a.md", "a#", "_a.md"])
def test_what_people_write_is_not(name: str) -> None:
    assert not is_passed_by(name)
    assert is_portable(name)
