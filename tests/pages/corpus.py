"""An archive whose every field tries to run something on the reader's machine."""

import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from poddarkiv.commands.build import draw_site
from poddarkiv.load import load_archive
from poddarkiv.site.job import Job

PAYLOADS = (
    "<script>pwn()</script>",
    '"><img src=x onerror=pwn()>',
    "'><svg/onload=pwn()>",
    "</script><script>pwn()</script>",
    "</title><script>pwn()</script>",
    "<!--<script>--><img src=x onerror=pwn()>-->",
    "javascript:pwn()",
    "[bild](javascript:pwn()) ![x](javascript:pwn())",
    "<a href=' java\tscript:pwn()'>x</a>",
    "[länk](JaVaScRiPt&#58;pwn()) <JAVASCRIPT:pwn()>",
    "[data](data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==)",
    "<iframe srcdoc='<script>parent.pwn()</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwn()>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<form action=javascript:pwn()><button autofocus onfocus=pwn()>x</button></form>",
    "{{ config.site_url }}{% include 'main.html' %}{# #}",
    "${pwn()} `pwn()` ]]> -->",
    "\u202egnp.exe\u202c <b onclick=pwn()>x</b>",
    "&lt;script&gt;pwn()&lt;/script&gt; &#x3c;script>pwn()&#x3c;/script>",
    "＜script＞pwn()＜/script＞ <ſcript>pwn()</ſcript>",
    '[@k01"><script>pwn()</script>] [[avsnitt 1 @ 0:01]] [[avsnitt <script>]]',
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=javascript:pwn()'>",
    "<object data=javascript:pwn()></object><embed src=javascript:pwn()>",
    "<img src=https://evil.example/x.png><img src=//evil.example/x.png>",
    "![x](https://evil.example/y.png)",
    "<details open ontoggle=pwn()><summary>x</summary></details>",
)
AS_OF = datetime(2026, 6, 1, tzinfo=UTC)


class _Evil:
    """Gives a payload for each field, another each time, with the field's name to find it by."""

    def __init__(self) -> None:
        self._payloads = itertools.cycle(PAYLOADS)

    def __call__(self, name: str) -> str:
        return f"{name} {next(self._payloads)}"

    def text(self, name: str) -> str:
        # An element that is never closed swallows what follows: those come last.
        rows = sorted(PAYLOADS, key=lambda payload: "<style>" in payload)
        return "\n\n".join(f"{name}{i} {payload}" for i, payload in enumerate(rows))


def write_archive(root: Path) -> None:
    """Write the archive into the empty folder `root`. `check` would refuse parts of it."""
    evil = _Evil()
    _write(root / "mkdocs.yml", _mkdocs())
    _write(root / "episodes/show.yml", _show(evil))
    for number in (1, 2):
        folder = root / f"episodes/{number:03}-elak"
        _write(folder / "episode.yml", _episode(evil, number))
        (folder / "transcript.vtt").write_text(_vtt(evil), "utf-8")
        _write(folder / "episode.lock.yml", _lock(number))
    _markdown(root / "content/gaster/elak.md", _guest(evil), evil.text("bio"))
    _markdown(root / "content/gaster/hemlig.md", _guest(evil) | {"pseudonym": "true"}, "")
    _markdown(root / "content/amnen/elakt.md", {"title": evil("amne")}, evil.text("intro"))
    _markdown(root / "content/artiklar/elak.md", _article(evil, "article"), evil.text("artikel"))
    easy = {"title": evil("latt"), "summary": evil("latt")}
    _markdown(root / "content/artiklar/elak.lattlast.md", easy, evil.text("latt"))
    _markdown(root / "content/artiklar/nytt.md", _article(evil, "news"), evil.text("nyhet"))
    for name in ("index", "om", "prenumerera", "integritet", "ordlista", "egen"):
        page = {"title": evil(name), "summary": evil(name)}
        _markdown(root / f"content/{name}.md", page, evil.text(name))
    _markdown(root / "content/tillganglighet.md", _statement(evil), evil.text("till"))
    (root / "content/mapp").mkdir()
    _markdown(root / "content/mapp/okand.md", {"title": evil("okand")}, evil.text("okand"))
    _write(root / "content/ordlista.yml", _glossary(evil))
    _write(root / "content/kontakter.yml", _contacts(evil))
    (root / "media").mkdir()


def build_site(root: Path) -> Path:
    """Write and draw the archive at `root`, past `check`; return the site's folder."""
    write_archive(root)
    job = Job(load_archive(root), AS_OF)
    site = root / "site"
    draw_site(root, site, job)
    return site


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def _markdown(path: Path, data: Any, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    path.write_text(f"---\n{head}---\n\n{body}\n", "utf-8")


def _mkdocs() -> dict[str, Any]:
    return {
        "site_name": "Test",
        "site_url": "https://podd.example.org/",
        "docs_dir": "content",
        "repo_url": "https://git.example.org/podd/arkiv",
        "edit_uri": "edit/main/content/",
        "theme": {"name": "material", "language": "sv", "font": False},
        "plugins": ["poddarkiv"],
    }


def _show(evil: _Evil) -> dict[str, Any]:
    return {
        "title": evil("podd"),
        "description": evil.text("beskrivning"),
        "author": evil("upphov"),
        "owner": {"name": evil("agare"), "email": evil("epost")},
        "image": {"file": "omslag.png", "alt": evil("omslag")},
        "categories": [{"category": "Health & Fitness"}],
        "copyright": evil("copyright"),
        "license": evil("licens"),
        "platforms": [{"name": evil("plattform"), "url": "https://example.org/'onload=pwn()"}],
        "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
    }


def _episode(evil: _Evil, number: int) -> dict[str, Any]:
    return {
        "guid": f"guid-{number}",
        "number": str(number),
        "display": evil("nummer"),
        "title": evil("titel"),
        "published": f"2026-0{number}-01T06:00:00+01:00",
        "status": "published",
        "summary": evil("sammanfattning"),
        "notes": evil.text("anteckningar"),
        "audio": "a\"'><img src=x onerror=pwn()>.mp3" if number == 1 else "javascript:pwn()",
        "image": {"file": 'x"onerror=pwn().png', "alt": evil("bild")},
        "listen": [{"platform": "apple", "url": "https://example.org/?a='onclick=pwn()"}],
        "guests": [
            {"guest": "elak", "role": evil("roll"), "title": evil("t"), "organisation": evil("o")}
        ],
        "topics": ["elakt"],
        "language": evil("sprak"),
        "chapters": [
            {"start": "00:00", "title": evil("kapitel")},
            {"start": "00:30", "title": evil("kapitel")},
        ],
        "content_notes": [{"start": "00:10", "end": "00:20", "text": evil("varning")}],
        "transcript": {"status": "reviewed", "by": evil("granskare"), "date": "2026-02-01"},
    }


def _vtt(evil: _Evil) -> str:
    cues = []
    for i, payload in enumerate(PAYLOADS):
        safe = payload.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        voice = safe.replace("\t", " ")
        cues.append(f"00:{i:02}:00.000 --> 00:{i:02}:05.000\n<v {voice}>cue{i} {safe}")
        # An arrow as it is would begin a cue.
        raw = payload.replace("-->", "--&gt;")
        cues.append(f"00:{i:02}:06.000 --> 00:{i:02}:09.000\nraw{i} {raw}.")
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def _lock(number: int) -> dict[str, Any]:
    audio = {"url": "https://cdn.example.org/a.mp3", "bytes": "1000", "duration": "1500.0"}
    return {
        "audio": audio | {"mime_type": 'audio/mpeg"onerror=pwn()'},
        "identity": {
            "guid": f"guid-{number}",
            "published": f"2026-0{number}-01T06:00:00+01:00",
            "page": f"avsnitt/{number:03}-elak/",
            "former": [f'gammal-{number}/"><script>pwn()</script>/'],
        },
    }


def _guest(evil: _Evil) -> dict[str, Any]:
    return {
        "name": evil("gast"),
        "titles": [
            {"title": evil("titel"), "organisation": evil("org"), "source": evil("kalla")},
            {"title": evil("titel"), "source": "https://example.org/'onclick=pwn()"},
        ],
        "links": [{"title": evil("lank"), "url": "https://example.org/"}],
        "image": {"file": "p.png", "alt": evil("portratt")},
        "consent": {"basis": "given", "scope": ["namn", "bild", "text"], "date": "2026-01-01"},
    }


def _article(evil: _Evil, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": evil("rubrik"),
        "summary": evil("ingress"),
        "topics": ["elakt"],
        "episodes": ["001-elak"],
        "sources": [
            {"id": "k01", "organisation": evil("org"), "title": evil("kalla"), "year": evil("ar")}
        ],
        "author": evil("forfattare"),
        "written": "2026-01-01",
        "reviewed": "2026-01-02",
        "reviewed_by": evil("granskare"),
        "content_note": evil("varning"),
        "crisis": "true",
    }


def _statement(evil: _Evil) -> dict[str, Any]:
    return {
        "title": evil("till"),
        "actor": evil("aktor"),
        "service": "javascript:pwn()",
        "compliance": "partial",
        "method": evil("metod"),
        "contact": evil("kontakt@"),
        "known_issues": [{"what": evil("brist"), "why": evil("varfor"), "wcag": evil("wcag")}],
        "burdens": [evil("borda")],
        "outside_law": [evil("utanfor")],
    }


def _glossary(evil: _Evil) -> dict[str, Any]:
    term = {
        "term": evil("artikel"),
        "definition": evil("forklaring"),
        "english": evil("engelska"),
        "synonyms": ["pwn", evil("synonym")],
    }
    return {"terms": [term, {"term": "script", "definition": evil("x"), "see": ["script"]}]}


def _contacts(evil: _Evil) -> dict[str, Any]:
    return {
        "checked": "2026-02-01",  # otherwise pages show none of them
        "checked_by": evil("redaktör"),
        "needs": ["pwn", evil("nöd")],
        "contacts": [
            {
                "name": evil("kontakt"),
                "for": purpose,
                "phone": evil("112"),
                "url": "https://example.org/'onclick=pwn()",
                "hours": evil("tider"),
                "text": evil("om"),
            }
            for purpose in ("emergency", "support")
        ],
    }
