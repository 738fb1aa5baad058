"""Faults in sound and pictures, each caught by name and on its line."""

from pathlib import Path

import pytest
from PIL import Image

from checks.faults import copy_base, problems
from running import poddarkiv
from sounds import write_tone

SHOW = "episodes/show.yml:9: image.file: media/omslag.png "
EPISODE = "episodes/001-start/episode.yml"


def cover(root: Path, *, size=(1400, 1400), mode="RGB", form="PNG", **options):
    color = {"RGB": (90, 60, 30), "RGBA": (90, 60, 30, 128), "CMYK": (9, 9, 9, 9)}.get(mode, 90)
    Image.new(mode, size, color).save(root / "media/omslag.png", form, **options)


def exif_with_place():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (57.0, 42.0, 0.0)}
    return exif


def noise(root: Path):
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(root / "media/omslag.png")


PICTURES = {
    "not square": (
        lambda root: cover(root, size=(2999, 3000)),
        (
            "är 2999 × 3000 bildpunkter; ett omslag är kvadratiskt – "
            "beskär den till 3000 × 3000 bildpunkter"
        ),
    ),
    "too small": (
        lambda root: cover(root, size=(1399, 1399)),
        (
            "är 1399 × 1399 bildpunkter; appar tar 1400 till 3000 – "
            "spara den med 3000 × 3000 bildpunkter"
        ),
    ),
    "too large": (
        lambda root: cover(root, size=(3001, 3001)),
        (
            "är 3001 × 3001 bildpunkter; appar tar 1400 till 3000 – "
            "spara den med 3000 × 3000 bildpunkter"
        ),
    ),
    "see-through": (
        lambda root: cover(root, mode="RGBA"),
        (
            "har genomskinliga delar, och det vägrar Apple ta emot – "
            "spara den utan genomskinlighet (alfa)"
        ),
    ),
    "grey": (
        lambda root: cover(root, mode="L"),
        "har färgerna L; appar vill ha RGB – spara den på nytt i RGB (sRGB)",
    ),
    "another kind than its name": (
        lambda root: cover(root, form="JPEG"),
        "är JPEG till innehållet – döp om den till omslag.jpg",
    ),
    "a kind that apps don't take": (
        lambda root: cover(root, form="WEBP"),
        "är WEBP; appar tar JPEG och PNG – spara den som JPEG eller PNG",
    ),
    "tells where it was taken": (
        lambda root: cover(root, exif=exif_with_place()),
        "berättar var den är tagen – spara den på nytt utan uppgift om plats",
    ),
    "no picture": (
        lambda root: (root / "media/omslag.png").write_text("<html>"),
        "är ingen bild, eller så är den inte hel – spara den på nytt som JPEG eller PNG",
    ),
    "cut off": (
        lambda root: (root / "media/omslag.png").write_bytes(
            (root / "media/omslag.png").read_bytes()[:4000]
        ),
        "är ingen bild, eller så är den inte hel – spara den på nytt som JPEG eller PNG",
    ),
}


@pytest.mark.parametrize("fault", PICTURES)
def test_a_cover_that_directories_refuse_is_an_error(tmp_path, fault):
    spoil, message = PICTURES[fault]
    root = copy_base(tmp_path)
    spoil(root)

    assert [str(problem) for problem in problems(root)] == [SHOW + message]


def test_a_cmyk_cover_is_an_error(tmp_path):
    root = copy_base(tmp_path)
    show = root / "episodes/show.yml"
    show.write_text(show.read_text("utf-8").replace("omslag.png", "omslag.jpg"), "utf-8")
    Image.new("CMYK", (1400, 1400)).save(root / "media/omslag.jpg")

    assert [str(problem) for problem in problems(root)] == [
        (
            "episodes/show.yml:9: image.file: media/omslag.jpg har färgerna CMYK; "
            "appar vill ha RGB – spara den på nytt i RGB (sRGB)"
        )
    ]


def test_a_heavy_cover_gets_advice(tmp_path):
    root = copy_base(tmp_path)
    noise(root)

    [problem] = problems(root)

    assert problem.rule == "cover-heavy"
    assert problem.severity == "warning"


def test_a_picture_with_swedish_letters_in_its_name_is_told_the_name_it_should_have(tmp_path):
    root = copy_base(tmp_path)
    (root / "media/omslag.png").rename(root / "media/Vårt omslag.png")
    show = root / "episodes/show.yml"
    show.write_text(show.read_text("utf-8").replace("omslag.png", "Vårt omslag.png"), "utf-8")

    assert [str(problem) for problem in problems(root)] == [
        (
            "episodes/show.yml:9: image.file: namnet ”Vårt omslag.png” kan inte stå i en adress "
            "överallt – döp om filen till vart-omslag.png"
        )
    ]


def half(path: Path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


RECORDINGS = {
    "empty": (
        lambda path: path.write_bytes(b""),
        "media/001-start.mp3: filen är tom (0 byte)",
    ),
    "no sound": (
        lambda path: path.write_text("<!doctype html><title>Sidan finns inte</title>"),
        "001-start.mp3: innehållet är ingen ljudfil. Här behövs MP3 eller M4A",
    ),
    "another kind than its name": (
        lambda path: write_tone(path.with_suffix(".wav"), codec="pcm_s16le").rename(path),
        (
            "001-start.mp3: innehållet är audio/wav, men namnet slutar på ”.mp3”; "
            "döp om filen till 001-start.wav"
        ),
    ),
    "cut off": (
        lambda path: half(write_tone(path, seconds=20)),
        (
            "001-start.mp3: filen är avhuggen: den uppger 20 s men har 10 s; "
            "kopiera den på nytt från originalet"
        ),
    ),
}


@pytest.mark.parametrize("fault", RECORDINGS)
def test_a_recording_that_apps_can_not_play_is_not_measured(tmp_path, fault):
    spoil, message = RECORDINGS[fault]
    root = copy_base(tmp_path)
    spoil(root / "media/001-start.mp3")

    result = poddarkiv(root, "measure", "1")

    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == f"{EPISODE}:9: audio: {message}"


def test_a_recording_that_has_changed_since_it_was_measured_is_an_error(tmp_path):
    root = copy_base(tmp_path)
    (root / "media/001-start.mp3").write_bytes(b"kortare")

    assert [str(problem) for problem in problems(root)] == [
        (
            f"{EPISODE}:9: audio: inspelningen har 7 byte, men hade 3600000 när den mättes – "
            "kör: poddarkiv measure 001-start"
        )
    ]


def change(root, file, old, new):
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_one_recording_in_two_episodes_is_an_error(tmp_path):
    root = copy_base(tmp_path)
    change(root, "episodes/002-mitt/episode.yml", "summary:", "audio: 001-start.mp3\nsummary:")
    lock = (root / "episodes/001-start/episode.lock.yml").read_text("utf-8")
    (root / "episodes/002-mitt/episode.lock.yml").write_text(lock.partition("identity")[0], "utf-8")

    assert (
        "episodes/002-mitt/episode.yml:6: audio: inspelningen är densamma som för 001-start – "
        "skriv det här avsnittets egen fil" in map(str, problems(root))
    )


LONG = {
    "description": ("episodes/show.yml", "En podd som bara finns för att testa kontrollen."),
    "summary": (EPISODE, "Ada Berg berättar varför vi gör podden."),
}


@pytest.mark.parametrize("field", LONG)
def test_bytes_are_counted_not_characters(tmp_path, field):
    file, text = LONG[field]
    root = copy_base(tmp_path)
    change(root, file, text, "å" * 2001)

    [problem] = problems(root)

    assert "4002 byte, appar tar 4000 (å, ä och ö är två var)" in str(problem)
    assert problem.severity == "warning"


def test_chapters_that_do_not_fit_in_the_description_get_advice(tmp_path):
    root = copy_base(tmp_path)
    change(root, EPISODE, "Ada Berg berättar varför vi gör podden.", "a" * 3900)

    assert [str(problem) for problem in problems(root)] == [
        (
            f"{EPISODE}:13: varning: chapters: kapitlen får inte plats i beskrivningen, som rymmer "
            "4000 byte – korta summary, eller ha färre kapitel"
        )
    ]


def test_a_long_text_of_a_purpose_gets_advice(tmp_path):
    root = copy_base(tmp_path)
    change(root, "episodes/show.yml", "license:", f"txt: [{{text: {'a' * 4001}}}]\nlicense:")

    assert [problem.rule for problem in problems(root)] == ["txt"]
