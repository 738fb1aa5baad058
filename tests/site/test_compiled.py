"""Compiled templates are kept between builds only where nothing can make them another unseen."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from poddarkiv.site.compiled import compiled

TEMPLATE = "{{ 'a' | upper }}<{{ text }}>"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def environment(**choices: object) -> Environment:
    made = Environment(loader=DictLoader({"sida.html": TEMPLATE}), **choices)  # type: ignore[arg-type]
    made.bytecode_cache = compiled(made)
    return made


def drawn(made: Environment) -> str:
    return made.get_template("sida.html").render(text="<b>")


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.cache"))


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(environment()) == "A<<b>>"
    assert len(kept(folder)) == 1

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(Environment, "compile", refuse)
    assert drawn(environment()) == "A<<b>>"


def test_the_choices_of_the_environment_count() -> None:
    assert drawn(environment()) == "A<<b>>"

    assert drawn(environment(autoescape=True)) == "A<&lt;b&gt;>"


def test_with_somebodys_own_filter_nothing_is_kept(folder: Path) -> None:
    made = environment()
    made.filters["ropa"] = lambda text: f"{text}!"

    assert compiled(made) is None
    assert kept(folder) == []


@pytest.mark.parametrize("content", [b"", b"x", b"\x80\x05"])
def test_what_is_damaged_is_compiled_anew(folder: Path, content: bytes) -> None:
    drawn(environment())
    [file] = kept(folder)
    whole = file.read_bytes()
    file.write_bytes(content or whole[: len(whole) // 2])

    assert drawn(environment()) == "A<<b>>"


def test_a_full_disk_costs_only_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jinja2.bccache.Bucket.write_bytecode", full)

    assert drawn(environment()) == "A<<b>>"
