"""Write a synthetic archive (`synth_archive.py`) as a site generator wants it.

    python bench/export.py KIND ARCHIVE.json FOLDER

* poddarkiv  an archive of ours: YAML, Markdown and WebVTT
* mkdocs     MkDocs + Material, Swedish, its own search; every transcript is Markdown in its page
* materialx  the same for MaterialX, whose search is Pagefind
"""

import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from poddarkiv.formats import vtt
from poddarkiv.slugs import slugify
from poddarkiv.transcript import Segment, Transcript

SPEAKERS = ["Anna Andersson", "Erik Öberg", ""]

SHOW = """\
schema_version: 1
title: Bänkarkivet
description: Ett arkiv för mätningar.
language: sv
author: Bänken
owner: {name: Bänken, email: redaktion@example.org}
image: {file: omslag.png, alt: Ett omslag}
categories: [{category: Health & Fitness, sub: Mental Health}]
guid: 7c8be31a-43cf-53fd-9fe3-8a6bef2295a5
media_url: https://media.example.org/
"""

PLAIN = """\
site_name: Arkiv
site_url: https://example.org/
theme:
  name: {theme}
  language: sv
  font: false
  features: [navigation.prune, navigation.indexes]
plugins:
  - search:
      lang: sv{provider}
markdown_extensions:
  - attr_list
  - toc: {{permalink: true}}
"""


def quoted(text: str) -> str:
    """Return `text` as a YAML value."""
    return json.dumps(text, ensure_ascii=False)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def ours(data: Any, folder: Path) -> None:
    """Write an archive of ours."""
    write(
        folder / "mkdocs.yml",
        "site_name: Bänkarkivet\nsite_url: https://example.org/\ndocs_dir: content\n"
        "theme: {name: material, language: sv, font: false}\nplugins: [poddarkiv]\n",
    )
    write(folder / "episodes/show.yml", SHOW)
    (folder / "media").mkdir(exist_ok=True)
    Image.new("RGB", (3000, 3000), "#1f3a4d").save(folder / "media/omslag.png", optimize=True)
    for topic in data["topics"]:
        write(folder / f"content/amnen/{slugify(topic)}.md", f"---\ntitle: {topic}\n---\n")
    for guest in data["guests"]:
        write(
            folder / f"content/gaster/{guest['slug']}.md",
            f"---\nname: {guest['name']}\ntitles: [{{title: {guest['role']}}}]\n"
            f"consent: {{basis: given, date: 2025-01-01, scope: [namn, röst, text]}}\n---\n"
            f"{guest['bio']}\n",
        )
    for article in data["articles"]:
        body = "\n\n".join(article["body"])
        topics = ", ".join(map(slugify, article["topics"]))
        write(
            folder / f"content/artiklar/{article['slug']}.md",
            f"---\ntitle: {quoted(article['title'])}\nsummary: {quoted(article['title'])}\n"
            f"topics: [{topics}]\nauthor: Bänken\nwritten: 2025-01-01\n"
            f"reviewed: 2025-01-02\n---\n{body}\n",
        )
    for episode in data["episodes"]:
        our_episode(episode, folder / f"episodes/{episode['number']:04d}-{episode['slug']}")


def our_episode(episode: Any, folder: Path) -> None:
    number = episode["number"]
    guid = f"00000000-0000-4000-8000-{number:012d}"
    moment = f"{episode['published']}T06:00:00+01:00"
    guests = ", ".join(f"{{guest: {slug}}}" for slug in episode["guests"])
    topics = ", ".join(map(slugify, episode["topics"]))
    write(
        folder / "episode.yml",
        f"guid: {guid}\nnumber: {number}\ntitle: {quoted(episode['title'].partition(' – ')[2])}\n"
        f"published: {moment}\nstatus: published\nsummary: {quoted(episode['summary'])}\n"
        f"audio: https://media.example.org/{episode['slug']}.mp3\n"
        f"guests: [{guests}]\ntopics: [{topics}]\n",
    )
    duration = episode["duration_s"]
    write(
        folder / "episode.lock.yml",
        f"audio:\n  url: https://media.example.org/{episode['slug']}.mp3\n"
        f"  bytes: {duration * 12000}\n  duration: {duration}\n  mime_type: audio/mpeg\n"
        f"  source: http\nidentity:\n  guid: {guid}\n  published: {moment}\n"
        f"  page: avsnitt/{folder.name}/\n"
        f"  enclosure: https://media.example.org/{episode['slug']}.mp3\n",
    )
    segments = tuple(
        Segment(s["start"], s["end"], s["text"], SPEAKERS[s["speaker"]])
        for s in episode["segments"]
    )
    write(folder / "transcript.vtt", vtt.render_vtt(Transcript(segments)))


def plain(data: Any, folder: Path, config: str) -> None:
    """Write plain Markdown pages, as the peers have them."""
    docs = folder / "docs"
    write(folder / "mkdocs.yml", config)
    write(docs / "index.md", "# Arkiv\n")
    for episode in data["episodes"]:
        write(docs / f"avsnitt/{episode['slug']}.md", plain_episode(episode))
    for guest in data["guests"]:
        write(
            docs / f"gaster/{guest['slug']}.md",
            f"---\ntitle: {guest['name']}\n---\n# {guest['name']}\n\n{guest['role']}\n\n"
            f"{guest['bio']}\n",
        )
    for article in data["articles"]:
        title, body = quoted(article["title"]), "\n\n".join(article["body"])
        write(
            docs / f"artiklar/{article['slug']}.md",
            f"---\ntitle: {title}\n---\n# {article['title']}\n\n{body}\n",
        )


def plain_episode(episode: Any) -> str:
    topics = json.dumps(episode["topics"], ensure_ascii=False)
    out = [
        (
            f"---\ntitle: {quoted(episode['title'])}\ndate: {episode['published']}\n"
            f"tags: {topics}\n---\n"
        ),
        f"# {episode['title']}\n\n{episode['summary']}\n",
        f'<audio controls src="https://media.example.org/{episode["slug"]}.mp3"></audio>\n',
        "## Medverkande\n",
        *(f"- {guest}" for guest in episode["guests"]),
        "\n## Transkript\n",
    ]
    said = episode["segments"]
    for i in range(0, len(said), 6):
        second = int(said[i]["start"])
        clock = f"{second // 60:02d}:{second % 60:02d}"
        out.append(f"### {clock} {{ #t-{second} }}\n" if i % 30 == 0 else f"**{clock}**")
        out.append(" ".join(s["text"] for s in said[i : i + 6]) + "\n")
    return "\n".join(out)


def main() -> None:
    kind, source, target = sys.argv[1:4]
    data = json.loads(Path(source).read_text(encoding="utf-8"))
    folder = Path(target)
    if kind == "poddarkiv":
        ours(data, folder)
    elif kind == "mkdocs":
        plain(data, folder, PLAIN.format(theme="material", provider=""))
    else:
        plain(data, folder, PLAIN.format(theme="materialx", provider=""))


if __name__ == "__main__":
    main()
