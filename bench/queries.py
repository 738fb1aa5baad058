"""Put two tables of Swedish queries to three searches, and print what each finds.

    python bench/queries.py

The archives are `archive.yml` and `signs.yml` in `tests/search`, the tables `queries.yml` and
`signs-queries.yml`. The peers get each archive as plain Markdown, a heading with its id for each
moment, which is the best case for both: Material's own search (lunr with Swedish stemming; its
worker, run in Node) and Pagefind alone over the pages that Material made. A query counts when every
page and moment it must find is among the first fifty hits, and no page that it must not. A moment
within a paragraph is found where the paragraph is.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
sys.path.insert(0, str(TESTS))

from poddarkiv import i18n  # noqa: E402
from poddarkiv.model import Show  # noqa: E402
from poddarkiv.search import Corpus  # noqa: E402
from poddarkiv.site.index import Indexer  # noqa: E402
from search.conftest import AS_OF, ASSETS, read_archive  # noqa: E402

CONFIG = """\
site_name: Arkiv
site_url: https://example.org/
theme: {name: material, language: sv, font: false}
plugins: [{search: {lang: sv}}]
markdown_extensions: [attr_list]
"""
SHOW = {
    "title": "Sökpodden",
    "description": "En podd.",
    "author": "Bänken",
    "owner": {"name": "Bänken", "email": "redaktion@example.org"},
    "image": {"file": "omslag.png", "alt": "Ett omslag"},
    "categories": [{"category": "Health & Fitness"}],
}


TABLES = {"archive.yml": "queries.yml", "signs.yml": "signs-queries.yml"}


def plain_site(work: Path, name: str) -> Path:
    """Build the archive with Material from plain Markdown; return the site."""
    data = yaml.safe_load((TESTS / "search" / name).read_text(encoding="utf-8"))
    docs = work / "docs"
    pages = {"index.md": "# Arkiv\n"}
    names = {guest["slug"]: guest["name"] for guest in data["guests"]}
    for episode in data["episodes"]:
        said = "".join(
            f"\n## {second // 60}:{second % 60:02} {{ #t-{second} }}\n\n{text}\n"
            for second, text in episode["said"].items()
        )
        people = "".join(f"\n- {names[slug]}" for slug in episode.get("guests", []))
        number = int(episode["slug"][:3])
        pages[f"avsnitt/{episode['slug']}.md"] = (
            f"# {episode['title']}\n\nAvsnitt {number}\n\n{episode['summary']}\n{people}\n{said}"
        )
    for article in data["articles"]:
        body = f"# {article['title']}\n\n{article['summary']}\n\n{article['body']}"
        pages[f"artiklar/{article['slug']}.md"] = body
    for topic in data["topics"]:
        pages[f"amnen/{topic['slug']}.md"] = f"# {topic['title']}\n"
    for guest in data["guests"]:
        pages[f"gaster/{guest['slug']}.md"] = f"# {guest['name']}\n\n{guest['bio']}\n"
    pages["ordlista.md"] = "# Ordlista\n" + "".join(
        f"\n## {term['term']}\n\n{', '.join(term.get('synonyms', []))} {term.get('english', '')}"
        f"\n\n{term['definition']}\n"
        for term in data["glossary"]
    )
    for name, text in pages.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    (work / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=work, env=quiet, check=True)
    site = work / "site"
    subprocess.run(
        [sys.executable, "-m", "pagefind", "--site", site, "--root-selector", "article", "--quiet"],
        check=True,
    )
    return site


def our_site(work: Path, name: str) -> Path:
    """Index the archive as Poddarkiv does; return the site."""
    i18n.use("sv")
    archive = read_archive(Show.model_validate(SHOW), name)
    (work / "ours").mkdir()
    indexer = Indexer(Corpus(archive, as_of=AS_OF), work / "ours" / "pagefind")
    indexer.start()
    indexer.finish()
    return work / "ours"


def asked(command: list[str | Path], queries: list[str]) -> list[Any]:
    """Run a script of Node with the queries; return its answers."""
    done = subprocess.run(
        ["node", *map(str, command)],
        input=json.dumps(queries),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def addresses(answer: dict[str, Any]) -> set[str]:
    """Return pages and moments that an answer of `find.mjs` holds."""
    found = set()
    for hit in answer["hits"]:
        page = hit["url"].removeprefix("/")
        found.add(page)
        found.update(f"{page}#t={moment}" for moment in hit.get("moments", []))
    return found


def right(row: dict[str, Any], found: set[str], starts: dict[str, list[int]]) -> bool:
    """Whether a query found all it must and nothing it must not."""
    if row.get("none"):
        return not found
    wanted = ({place, paragraph_of(place, starts)} for place in row.get("expect", []))
    return all(found & one for one in wanted) and not set(row.get("never", [])) & found


def paragraph_of(place: str, starts: dict[str, list[int]]) -> str:
    """Return the moment at which the paragraph of a moment begins."""
    page, _sign, second = place.partition("#t=")
    before = [start for start in starts.get(page, []) if second and start <= int(second)]
    return f"{page}#t={max(before)}" if before else place


def marks_of(work: Path, name: str, rows: list[dict[str, Any]]) -> dict[str, list[bool]]:
    """Return for each search which queries of a table it answers."""
    queries = [row["query"] for row in rows]
    data = yaml.safe_load((TESTS / "search" / name).read_text(encoding="utf-8"))
    starts = {f"avsnitt/{episode['slug']}/": list(episode["said"]) for episode in data["episodes"]}
    plain = plain_site(work, name)
    find = TESTS / "search/find.mjs"
    worker = next((plain / "assets/javascripts/workers").glob("search.*.min.js"))
    found = {
        "Poddarkiv": map(addresses, asked([find, our_site(work, name), ASSETS], queries)),
        "Pagefind": map(addresses, asked([find, plain, ASSETS, "plain"], queries)),
        "Material": (
            {re.sub(r"#t-", "#t=", place) for place in places}
            for places in asked([ROOT / "bench/lunr.mjs", plain, worker], queries)
        ),
    }
    return {
        search: [right(row, one, starts) for row, one in zip(rows, given, strict=True)]
        for search, given in found.items()
    }


def main() -> None:
    for name, table in TABLES.items():
        rows = yaml.safe_load((TESTS / "search" / table).read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory(prefix="bench-queries-") as folder:
            marks = marks_of(Path(folder), name, rows)
        print(f"{table:42}" + "".join(f"{search:>11}" for search in marks))
        for i, row in enumerate(rows):
            each = "".join(f"{'yes' if m[i] else '–':>11}" for m in marks.values())
            print(f"{row['query']:42}{each}")
        share = "".join(f"{sum(m) / len(m):>11.2f}" for m in marks.values())
        print(f"{f'recall of {len(rows)}':42}{share}")


if __name__ == "__main__":
    main()
