"""Ways in which an archive's files can be wrong: each changes one thing in a folder."""

import json
import os
import shutil

FIRST = "episodes/001-start/"


def written(name, content):
    def change(root):
        path = root / name
        shutil.rmtree(path, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def replaced(name, old, new):
    def change(root):
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), "utf-8")

    return change


def link(name, to):
    def change(root):
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(to)

    return change


def folder(name):
    def change(root):
        (root / name).unlink(missing_ok=True)
        (root / name).mkdir(parents=True, exist_ok=True)

    return change


def pipe(name):
    def change(root):
        (root / name).unlink(missing_ok=True)
        # Windows has none in folders: there it is a link to nowhere.
        getattr(os, "mkfifo", lambda path: path.symlink_to("nowhere"))(root / name)

    return change


def audio(value):
    return replaced(f"{FIRST}episode.yml", "audio: 001-start.mp3", f"audio: {json.dumps(value)}")


def machine(**changes):
    values = {"version": 1, "language": "sv", "seconds": 3.0, "engine": "e", "model": "m",
              "date": "d", "audio_sha256": "a", "text_sha256": "b", "options": {},
              "vocabulary": [], "segments": [], "stretches": []}  # fmt: skip
    return written(f"{FIRST}transcript.machine.json", json.dumps(values | changes))


def own_template(root):
    written("overrides/404.html", "{{ 1 / 0 }}")(root)
    replaced("mkdocs.yml", "language: sv", "language: sv\n  custom_dir: overrides")(root)


SOURCES = {
    "an address that is none": audio("https://[::1"),
    "a port that is no number": audio("https://a.example:x/a.mp3"),
    "a port that is too large": audio("https://a.example:99999999/a.mp3"),
    "a name with a zero byte": audio("a\0b.mp3"),
    "a name that is too long": audio("a" * 5000 + ".mp3"),
    "brackets without end": written(f"{FIRST}episode.yml", "a: " + "[" * 3000),
    "braces without end": written("content/ordlista.yml", "a: " + "{a: " * 2000),
    "keys below keys": written(
        "content/ordlista.yml", "".join(" " * i + "a:\n" for i in range(1500))
    ),
    "braces on braces": written(f"{FIRST}episode.yml", "{a: " * 100_000),
    "dashes on one row": written("content/ordlista.yml", "- " * 100_000),
    "brackets in a guest": written(
        "content/gaster/ada-berg.md", "---\nname: " + "[{a: " * 50_000 + "\n---\nHej."
    ),
    "braces in mkdocs.yml": written("mkdocs.yml", "{? " * 100_000),
    "a pipe: episode": pipe(f"{FIRST}episode.yml"),
    "a pipe: guest": pipe("content/gaster/ada-berg.md"),
    "a pipe: show": pipe("episodes/show.yml"),
    "a pipe: page": pipe("content/index.md"),
    "a pipe: transcript": pipe(f"{FIRST}transcript.vtt"),
    "a pipe: cover": pipe("media/omslag.png"),
    "machine: half a character": machine(model="\ud800"),
    "a number of thousands of digits": replaced(
        f"{FIRST}episode.yml", "number: 1", "number: " + "9" * 5000
    ),
    "a number beyond all": replaced(f"{FIRST}episode.yml", "number: 1", "number: 1e999"),
    "half a character": replaced(f"{FIRST}episode.yml", "title: ", 'title: "\\ud800" #'),
    "a hidden zero byte": replaced(f"{FIRST}episode.yml", "title: ", 'title: "a\\0b" #'),
    "an odd tag": replaced(f"{FIRST}episode.yml", "title: ", "title: !odd "),
    "a tag that runs code": written("episodes/show.yml", "!!python/object/apply:os.system [x]"),
    "an alias of itself": written(f"{FIRST}episode.yml", "a: &a [*a]\n"),
    "a link to nowhere: episode": link(f"{FIRST}episode.yml", "nowhere"),
    "a link to nowhere: transcript": link(f"{FIRST}transcript.vtt", "nowhere"),
    "a link to nowhere: lock": link(f"{FIRST}episode.lock.yml", "nowhere"),
    "a link to nowhere: recording": link("media/001-start.mp3", "nowhere"),
    "a link to nowhere: cover": link("media/omslag.png", "nowhere"),
    "a link to nowhere: guest": link("content/gaster/ada-berg.md", "nowhere"),
    "a link to nowhere: show": link("episodes/show.yml", "nowhere"),
    "a link to itself": link("content/gaster/ada-berg.md", "ada-berg.md"),
    "a folder: episode": folder(f"{FIRST}episode.yml"),
    "a folder: transcript": folder(f"{FIRST}transcript.vtt"),
    "a folder: machine": folder(f"{FIRST}transcript.machine.json"),
    "a folder: lock": folder(f"{FIRST}episode.lock.yml"),
    "a folder: recording": folder("media/001-start.mp3"),
    "a folder: cover": folder("media/omslag.png"),
    "a folder: glossary": folder("content/ordlista.yml"),
    "a folder: guest": folder("content/gaster/ada-berg.md"),
    "a folder: show": folder("episodes/show.yml"),
    "bytes: show": written("episodes/show.yml", b"title: \xff\xfe\n"),
    "bytes: guest": written("content/gaster/ada-berg.md", b"---\nname: \xff\n---\n"),
    "bytes: transcript": written(f"{FIRST}transcript.vtt", b"WEBVTT\n\n\xff"),
    "bytes: machine": written(f"{FIRST}transcript.machine.json", b"\xff\xff"),
    "bytes: lock": written(f"{FIRST}episode.lock.yml", b"\xff"),
    "bytes: contacts": written("content/kontakter.yml", b"\xff"),
    "bytes: recording": written("media/001-start.mp3", b"\xff\xfb" * 500),
    "machine: seconds as text": machine(seconds="3"),
    "machine: a time as text": machine(
        segments=[{"start": "0", "end": 1, "text": "a", "words": []}]
    ),
    "machine: a word of numbers": machine(
        segments=[{"start": 0, "end": 1, "text": "a", "words": [[1, 2, 3, 4]]}]
    ),
    "machine: a list": written(f"{FIRST}transcript.machine.json", "[]"),
    "machine: brackets without end": written(f"{FIRST}transcript.machine.json", "[" * 100_000),
}
SITES = {
    "mkdocs.yml is empty": written("mkdocs.yml", ""),
    "mkdocs.yml is a list": written("mkdocs.yml", "- a\n"),
    "mkdocs.yml is no YAML": written("mkdocs.yml", "a: [\n"),
    "mkdocs.yml is no text": written("mkdocs.yml", b"\xff"),
    "mkdocs.yml is a folder": folder("mkdocs.yml"),
    "mkdocs.yml names what is not there": replaced(
        "mkdocs.yml", "site_name", "hooks: [x.py]\nsite_name"
    ),
    "mkdocs.yml runs code": written(
        "mkdocs.yml", "site_name: x\nsite_url: https://a.example/\nx: !!python/name:no.such\n"
    ),
    "an own template that divides by zero": own_template,
    "a page of brackets": written("content/sida.md", "---\ntitle: x\n---\n" + "[" * 5000 + "\n"),
    "a page of quotes": written("content/sida.md", "---\ntitle: x\n---\n" + ">" * 5000 + "\n"),
    "a page of lists": written(
        "content/sida.md",
        "---\ntitle: x\n---\n" + "".join("    " * i + "- a\n" for i in range(400)),
    ),
    "the site is a file": written("site", "x"),
    "the place for work is a file": written(".poddarkiv", "x"),
    "media is a file": written("media", "x"),
}  # fmt: skip
