"""Whatever goes wrong in a Swedish archive is told in Swedish; others' words are marked so."""

import errno
import re
import shutil
import sys

import pytest

from checks.faults import copy_base
from commands.broken_sources import FIRST, SITES, SOURCES, replaced, written
from commands.running import poddarkiv as in_archive
from commands.swedish import english_in
from poddarkiv import cli
from poddarkiv.commands import build, check
from poddarkiv.commands._metavars import WORD, WORDS
from running import poddarkiv as run_it
from sounds import write_tone

AT = ("--as-of", "2026-06-01T12:00:00+02:00")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    root = copy_base(tmp_path_factory.mktemp("hel"))
    write_tone(root / "media/001-start.mp3", seconds=450, rate=8_000, bit_rate=8_000)
    assert run_it(root, "measure").returncode == 0
    return root


@pytest.fixture
def root(archive, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    # Where the archive's language can't be read, the machine's is spoken.
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    return shutil.copytree(archive, tmp_path / "arkiv")


@pytest.fixture
def run(root, monkeypatch, capfd):
    """Return what runs the command in this process, and returns all that it said."""

    def verb(*words):
        at = ["--root", str(root)] if words[0] in cli.COMMANDS and words[0] != "init" else []
        monkeypatch.setattr(sys, "argv", ["poddarkiv", words[0], *at, *words[1:]])
        monkeypatch.chdir(root)
        with pytest.raises(SystemExit):
            cli.main()
        said = capfd.readouterr()
        return said.out + said.err

    return verb


@pytest.mark.slow
@pytest.mark.parametrize("fault", SOURCES)
def test_a_source_that_is_wrong(fault, root, run):
    SOURCES[fault](root)

    said = run("check", "--strict", *AT) + run("review", "1", "--list") + run("tag")

    assert english_in(said) == [], said


@pytest.mark.slow
@pytest.mark.parametrize("fault", SITES)
def test_a_site_that_can_not_be_built(fault, root, run):
    SITES[fault](root)

    said = run("build", "--quiet", *AT)

    assert english_in(said) == [], said


YAML = {
    "a: 1\n b: 2\n": "2: raden är indragen längre än den ovanför",
    "a:\n  - x\n  y\n": "3: här ska stå en nyckel, ett kolon och ett mellanslag",
    "a:\n  - x\n y: z\n": "raden passar inte ihop med dem ovanför",
    'a: "c:\\dir"\n': "1: ett omvänt snedstreck mellan dubbla citattecken",
    "a: - b\n": "1: en lista kan inte börja på den här raden",
    "a: b: c\n": "1: ett värde med kolon och mellanslag behöver citattecken",
    "a: | b\n  c\n": "1: efter | eller > får inget mer stå på raden",
    "a: & b\n": "1: ankare och alias (& och *) används inte här",
    "a: *\n": "1: ankare och alias (& och *) används inte här",
    "%YAML x\na: b\n": "1: ett värde som börjar med % behöver citattecken",
    "a: !<x b\n": "1: ett värde som börjar med ! behöver citattecken",
    "a: [b\nc: d\n": "1: en parentes som öppnas stängs aldrig",
    "a: [\n": "1: en parentes som öppnas stängs aldrig – skriv ] i slutet",
    "a: [b,\n": "1: en parentes som öppnas stängs aldrig – skriv ] i slutet",
    "a: {\n": "1: en parentes som öppnas stängs aldrig – skriv } i slutet",
    "a: ]\n": "1: ett värde som börjar med ] behöver citattecken",
    "a: b\n%c\n": "2: ett värde som börjar med % behöver citattecken",
    "a: `b`\n": "1: ett värde som börjar med ` behöver citattecken",
    "a: b\n---\nc: d\n": "2: en fil har ett avsnitt, en sida eller en lista",
    "a:\n\tb: c\n": "2: YAML dras in med mellanslag",
}


@pytest.mark.parametrize("text", YAML)
def test_a_text_that_is_no_yaml(text, root, run):
    written("content/ordlista.yml", text)(root)

    said = run("check", *AT)

    assert YAML[text] in said
    assert said.startswith("content/ordlista.yml:")
    assert english_in(said) == [], said


MKDOCS = {
    "no YAML": written("mkdocs.yml", "site_name: x\nsite_url: https://a.example/\na: b: c\n"),
    "a list": written("mkdocs.yml", "- a\n"),
    "a key that is none": replaced("mkdocs.yml", "site_name", "nonsense: 1\nsite_name"),
    "a plugin that is none": replaced("mkdocs.yml", "plugins:", "plugins:\n  - nowhere"),
    "a hook that is none": replaced("mkdocs.yml", "site_name", "hooks: [x.py]\nsite_name"),
    "a page that is none": replaced("mkdocs.yml", "site_name", "nav: [borta.md]\nsite_name"),
    "a value of another kind": replaced("mkdocs.yml", "site_name", "extra_css: 1\nsite_name"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", MKDOCS)
def test_settings_that_mkdocs_does_not_take(fault, root, run):
    MKDOCS[fault](root)

    said = run("build", "--quiet", *AT)

    assert said.strip()
    assert english_in(said) == [], said


TEMPLATES = {
    "{% if %}": "overrides/404.html:1: mallen går inte att förstå (Jinja säger: ",
    "{{ a | nowhere }}": "overrides/404.html:1: mallen går inte att förstå (Jinja säger: ",
    "\n{{ a.b.c }}": "overrides/404.html:2: mallen frågar efter ”a”, som inte finns",
    '{% extends "nowhere.html" %}': "overrides/404.html:1: mallen ”nowhere.html” finns inte",
    "\n\n{{ 1 / 0 }}": "overrides/404.html:3: mallen kan inte användas (Python säger: ZeroDiv",
}


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_that_is_wrong(template, root, run):
    written("overrides/404.html", template)(root)
    replaced("mkdocs.yml", "language: sv", "language: sv\n  custom_dir: overrides")(root)

    said = run("build", "--quiet", *AT)

    assert TEMPLATES[template] in said
    assert english_in(said) == [], said


@pytest.mark.parametrize(
    "words",
    [
        ("--nope",),
        ("nope",),
        ("chek",),
        ("check", "--nope"),
        ("check", "--stict"),
        ("check", "extra", "arguments"),
        ("check", "--format", "foo"),
        ("check", "--as-of", "x"),
        ("check", "--accept"),
        ("serve", "--port", "70000"),
        ("serve", "--port", "abc"),
        ("serve", "--drafts=1"),
        ("init",),
        ("shift",),
        ("shift", "1", "x"),
        ("search",),
        ("build", "--root", "/nowhere"),
        ("build", "--root", "mkdocs.yml"),
        ("import", "nowhere.vtt", "--episode", "1"),
        ("new", "nowhere.mp3"),
    ],
    ids=" ".join,
)
def test_a_command_that_can_not_be_meant_so(words, run):
    said = run(*words)

    assert said.strip()
    assert english_in(said) == [], said
    assert "'" not in said


def test_a_command_that_was_loaded_in_another_language_speaks_this_one(run, monkeypatch):
    """An option of `build` keeps the word for its path from when it was made."""
    [at] = [option for option in build.command.params if option.name == "root"]
    monkeypatch.setattr(at.type, "name", "directory")

    assert "Mappen /nowhere finns inte" in run("build", "--root", "/nowhere")


@pytest.mark.parametrize("verb", ["", *cli.COMMANDS])
def test_help_names_values_in_swedish(verb, archive):
    arguments = [*filter(None, (verb,)), "--help"]
    said = in_archive(*arguments, cwd=archive).stdout
    values = {*WORD.findall(said.split("\n\n")[0]), *re.findall(r"--\w+ ([A-Z]{3,})", said)}

    assert values
    assert not values & (set(WORDS) - {"TEXT", "URL"})
    assert english_in(said) == [], said


def test_a_file_of_the_machines_that_is_no_json(root, run):
    for content in ("{", "[1", '{"version": 1}', '{"engine": NaN}', "\xff", "9" * 5000):
        written(f"{FIRST}transcript.machine.json", content)(root)
        said = run("review", "1", "--list")
        assert "transcript.machine.json" in said, content
        assert english_in(said) == [], said


def test_a_transcript_of_another_program_that_is_no_json(root, run, tmp_path):
    (tmp_path / "a.json").write_text('{"segments": [', "utf-8")

    said = run("import", str(tmp_path / "a.json"), "--episode", "1", "--replace")

    assert "rad 1, tecken" in said
    assert english_in(said) == [], said


def test_a_feed_that_is_no_xml(run, tmp_path):
    (tmp_path / "a.xml").write_text("<rss><channel>&nbsp;</rss>", "utf-8")

    said = run("check", "--against", str(tmp_path / "a.xml"))

    assert "inget flöde: rad 1 går inte att läsa som XML (libxml2 säger: " in said
    assert english_in(said) == [], said


@pytest.mark.parametrize("number", sorted(errno.errorcode), ids=errno.errorcode.get)
def test_whatever_the_system_would_not_do(number, root, run, monkeypatch):
    def refuse(*_arguments, **_given):
        raise OSError(number, "Invalid error of the system, not found", "a/b")

    monkeypatch.setattr(check, "find_problems", refuse)

    assert english_in(run("check")) == []


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
def test_a_model_that_is_broken(engine, root, run, tmp_path):
    for name in ("config.json", "tokenizer.json", "vocabulary.json", "model.bin"):
        written(f"modell/{name}", "not a model")(root)
    written("modell.pt", "not a model")(root)
    model = str(root / ("modell.pt" if engine == "openai-whisper" else "modell"))

    said = run("transcribe", "1", "--again", "--engine", engine, "--model", model)

    assert f"modellen går inte att läsa ({engine} säger: " in said
    assert english_in(said) == [], said
