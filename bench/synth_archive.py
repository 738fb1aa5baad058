"""Make a synthetic podcast archive of N episodes with full-length transcripts, for benchmarks.

Swedish prose is drawn, sentence by sentence, from Debian's gimp-help-sv and libreoffice-help-sv
(give the folder they are unpacked in; `site.py` fetches them). The same seed gives the same bytes.

    python bench/synth_archive.py PROSE OUT.json -n 1000

Output: one JSON file, {"guests": […], "topics": […], "articles": […], "episodes": [{number, slug,
title, summary, guests, topics, published, duration_s, segments: [{start, end, speaker, text}]}]}.
`export.py` writes it as an archive of ours, or as a peer wants it.
"""

import argparse
import html
import json
import random
import re
from pathlib import Path
from typing import Any

FIRST = [
    "Anna",
    "Eva",
    "Maria",
    "Karin",
    "Sara",
    "Lena",
    "Kristina",
    "Emma",
    "Ingrid",
    "Malin",
    "Åsa",
    "Örjan",
    "Märta",
    "Östen",
    "Göran",
    "Lars",
    "Mikael",
    "Anders",
    "Johan",
    "Erik",
    "Per",
    "Karl",
    "Peter",
    "Nils",
]
LAST = [
    "Andersson",
    "Johansson",
    "Karlsson",
    "Nilsson",
    "Eriksson",
    "Larsson",
    "Olsson",
    "Persson",
    "Svensson",
    "Gustafsson",
    "Pettersson",
    "Jonsson",
    "Jansson",
    "Hansson",
    "Bengtsson",
    "Jönsson",
    "Lindberg",
    "Åkerström",
    "Öberg",
    "Ängquist",
]
TOPICS = [
    "återhämtning",
    "tillit",
    "delaktighet",
    "stigma",
    "handledning",
    "utbildning",
    "arbetsmarknad",
    "psykisk hälsa",
    "anhöriga",
    "forskning",
    "implementering",
    "kommun",
    "region",
    "ungdomar",
    "missbruk",
]
ROLES = ["verksamhetschef", "peer supporter", "utvecklingsstrateg", "forskare"]
_SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?<>{}|\\]{25,220}[.!?]")
_SWEDISH = re.compile(r"\b(och|att|som|är|det|en|för|inte|på)\b")


def sentences(root: Path) -> list[str]:
    """Return the Swedish sentences of all HTML files under `root`, each once."""
    seen: dict[str, None] = {}
    for path in sorted(root.rglob("*.html")):
        text = path.read_text("utf-8", "ignore")
        text = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", text)
        text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
        for sentence in _SENTENCE.findall(text):
            if _SWEDISH.search(sentence):
                seen.setdefault(sentence)
    return list(seen)


def episode(
    number: int, said: list[str], guests: list[Any], minutes: float, rnd: random.Random
) -> Any:
    """Return one episode of about `minutes`."""
    time, segments = 0.0, []
    while time < minutes * 60:
        text = rnd.choice(said)
        length = max(1.5, len(text.split()) / 2.5)
        segments.append(
            {
                "start": round(time, 2),
                "end": round(time + length, 2),
                "speaker": len(segments) // 6 % 3,
                "text": text,
            }
        )
        time += length
    return {
        "number": number,
        "slug": f"avsnitt-{number:04d}",
        "title": f"Avsnitt {number} – {rnd.choice(said)[:50].strip()}",
        "summary": " ".join(rnd.choices(said, k=3)),
        "guests": [guest["slug"] for guest in rnd.sample(guests, 2)],
        "topics": rnd.sample(TOPICS, 3),
        "published": f"{2010 + number * 7 // 365:04d}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "duration_s": round(time),
        "segments": segments,
    }


def archive(said: list[str], n: int, minutes: float, seed: int) -> dict[str, Any]:
    """Return an archive of `n` episodes, a quarter as many guests, a twentieth as many articles."""
    rnd = random.Random(seed)
    guests = [
        {
            "slug": f"gast-{i:04d}",
            "name": f"{rnd.choice(FIRST)} {rnd.choice(LAST)}",
            "role": rnd.choice(ROLES),
            "bio": " ".join(rnd.choices(said, k=4)),
        }
        for i in range(max(5, n // 4))
    ]
    episodes = [episode(k, said, guests, minutes, rnd) for k in range(1, n + 1)]
    articles = [
        {
            "slug": f"artikel-{i:03d}",
            "title": rnd.choice(said)[:60],
            "body": [" ".join(rnd.choices(said, k=6)) for _part in range(12)],
            "topics": rnd.sample(TOPICS, 2),
        }
        for i in range(max(3, n // 20))
    ]
    return {"guests": guests, "topics": TOPICS, "articles": articles, "episodes": episodes}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prose", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=36)
    parser.add_argument("--seed", type=int, default=32)
    given = parser.parse_args()
    said = sentences(given.prose)
    made = archive(said, given.n, given.minutes, given.seed)
    given.out.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    words = sum(len(s["text"].split()) for e in made["episodes"] for s in e["segments"])
    print(f"{len(said)} sentences; {given.n} episodes; {words} words")


if __name__ == "__main__":
    main()
