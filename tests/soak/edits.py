"""Edit an archive at random: what is built after each edit is what a clean build gives.

    python -m soak.edits               300 edits
    python -m soak.edits --count 20    the first of them: what `make test` runs

Without the search index, which has tests of its own: a build takes half a second so.
"""

import argparse
import contextlib
import io
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from checks.faults import copy_base
from poddarkiv.commands.build import build
from poddarkiv.errors import PoddarkivError
from poddarkiv.site.index import Indexer

START = datetime.fromisoformat("2026-11-21T12:00:00+01:00")
WORDS = ["stöd", "hopp", "arbete", "samtal", "röst", "Ada", "Berg", "Bo", "Ek", "&amp;", "väg"]


class Edits:
    """Changes to one archive, each by chance."""

    def __init__(self, root: Path, seed: int) -> None:
        """Prepare to edit the archive at `root`."""
        self.root = root
        self.as_of = START
        self.drafts = False
        self._random = random.Random(seed)

    def make(self) -> str:
        """Make one, and return its name."""
        kinds: list[tuple[int, Callable[[], None]]] = [
            (8, self.transcript),
            (4, self.added_transcript),
            (1, self.removed_transcript),
            (2, self.episode),
            (1, self.added_episode),
            (1, self.removed_episode),
            (2, self.text),
            (1, self.added_article),
            (1, self.show),
            (1, self.glossary),
            (1, self.settings),
            (1, self.template),
            (1, self.picture),
            (1, self.later),
            (1, self.shown_drafts),
            (1, self.consent),
            (1, self.page_of_the_site),
            (1, self.nothing),
        ]
        [(_weight, edit)] = self._random.choices(kinds, [weight for weight, _edit in kinds])
        edit()
        return edit.__name__

    def _some(self, pattern: str) -> Path:
        return self._random.choice(sorted(self.root.glob(pattern)))

    def _sentence(self) -> str:
        return " ".join(self._random.choices(WORDS, k=6))

    def _replace(self, path: Path, begins: str, line: str) -> None:
        lines = path.read_text("utf-8").splitlines()
        path.write_text(
            "\n".join(line if x.startswith(begins) else x for x in lines) + "\n", "utf-8"
        )

    def _write_transcript(self, path: Path) -> None:
        cues = "".join(
            f"\n00:0{i}:00.000 --> 00:0{i}:09.000\n<v Ada Berg>{self._sentence()}\n"
            for i in range(self._random.randint(1, 6))
        )
        path.write_text(f"WEBVTT\n{cues}", "utf-8")

    def transcript(self) -> None:
        found = sorted(self.root.glob("episodes/*/transcript.vtt"))
        if found:
            self._write_transcript(self._random.choice(found))

    def added_transcript(self) -> None:
        self._write_transcript(self._some("episodes/*/episode.yml").with_name("transcript.vtt"))

    def removed_transcript(self) -> None:
        self._some("episodes/*/episode.yml").with_name("transcript.vtt").unlink(missing_ok=True)

    def episode(self) -> None:
        self._replace(
            self._some("episodes/*/episode.yml"), "summary:", f"summary: {self._sentence()}."
        )

    def added_episode(self) -> None:
        number = (
            3 + len(list(self.root.glob("episodes/*/episode.yml"))) + self._random.randint(0, 90)
        )
        folder = self.root / f"episodes/{number:03}-nytt"
        folder.mkdir(exist_ok=True)
        day = START + timedelta(days=self._random.randint(-90, 3))
        (folder / "episode.yml").write_text(
            f"guid: 0d1f6f7e-3c43-4a7e-9c0a-{number:012}\nnumber: {number}\ntitle: Nytt {number}\n"
            f"published: {day.isoformat()}\nstatus: published\nsummary: {self._sentence()}.\n"
            "guests:\n  - {guest: ada-berg, role: guest}\ntopics: [stod]\n",
            "utf-8",
        )

    def removed_episode(self) -> None:
        for path in sorted(self.root.glob("episodes/*-nytt"))[:1]:
            shutil.rmtree(path)

    def text(self) -> None:
        path = self._some("content/**/*.md")
        path.write_text(f"{path.read_text('utf-8')}\n{self._sentence()}\n", "utf-8")

    def added_article(self) -> None:
        (self.root / f"content/artiklar/ny-{self._random.randint(1, 9)}.md").write_text(
            f"---\nkind: news\ntitle: {self._sentence()}\nsummary: Kort.\nauthor: Redaktionen\n"
            f"written: {(START + timedelta(days=self._random.randint(-9, 2))).date()}\n"
            f"episodes: [001-start]\n---\n\n{self._sentence()}\n",
            "utf-8",
        )

    def show(self) -> None:
        self._replace(
            self.root / "episodes/show.yml", "description:", f"description: {self._sentence()}"
        )

    def glossary(self) -> None:
        path = self.root / "content/ordlista.yml"
        text = path.read_text("utf-8").replace(
            "stöd", self._random.choice(["stöd", "hjälp stöd"]), 1
        )
        path.write_text(text, "utf-8")

    def settings(self) -> None:
        self._replace(self.root / "mkdocs.yml", "site_name:", f"site_name: {self._sentence()}")

    def template(self) -> None:
        path = self.root / "overrides/pod/logo.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<b>{self._random.randint(0, 9)}</b>\n")

    def picture(self) -> None:
        path = self.root / "media/omslag.png"
        path.write_bytes(path.read_bytes() + b"\0")

    def later(self) -> None:
        self.as_of += timedelta(hours=self._random.choice([1, 12, 24, 100]))

    def shown_drafts(self) -> None:
        self.drafts = not self.drafts

    def consent(self) -> None:
        path = self.root / "content/gaster/bo-ek.md"
        text = path.read_text("utf-8")
        taken = "  withdrawn: 2026-11-01\n"
        changed = (
            text.replace(taken, "")
            if taken in text
            else text.replace("consent:\n", f"consent:\n{taken}")
        )
        path.write_text(changed, "utf-8")

    def page_of_the_site(self) -> None:
        path = self._some("site/**/index.html")
        path.write_bytes(path.read_bytes() + b"<!-- -->")

    def nothing(self) -> None:
        pass


def differences(root: Path, edits: Edits) -> list[str] | None:
    """Return the files that a clean build makes otherwise; None where neither is made."""
    clean = root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    errors = []
    for folder, choices in ((root / "site", {}), (clean, {"clean": True})):
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                build(root, edits.as_of, folder, drafts=edits.drafts, **choices)
        except PoddarkivError as error:
            errors.append(str(error))
    if errors:
        assert len(errors) == 2
        assert errors[0] == errors[1]
        return None
    one, other = _files(root / "site"), _files(clean)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@contextlib.contextmanager
def without_index() -> Iterator[None]:
    """Build without the search index."""
    before = Indexer.start, Indexer.finish
    Indexer.start = lambda _self: None  # type: ignore[method-assign]
    Indexer.finish = lambda _self: True  # type: ignore[method-assign]
    try:
        yield
    finally:
        Indexer.start, Indexer.finish = before  # type: ignore[method-assign]


def run(folder: Path, count: int, seed: int = 18) -> list[str]:
    """Make `count` edits, and return after which the build differed, and in what."""
    root = copy_base(folder / "archive")
    edits = Edits(root, seed)
    found = []
    with without_index():
        assert differences(root, edits) == []
        for number in range(count):
            shutil.rmtree(folder / "before", ignore_errors=True)
            shutil.copytree(root, folder / "before", ignore=shutil.ignore_patterns("site", ".pod*"))
            kind = edits.make()
            other = differences(root, edits)
            if other is None:
                _put_back(folder / "before", root)
            elif other:
                found.append(f"edit {number}, {kind}: {', '.join(other[:5])}")
    return found


def _put_back(before: Path, root: Path) -> None:
    for name in ("mkdocs.yml", "episodes", "content", "overrides", "media"):
        path = root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if (before / name).is_dir():
            shutil.copytree(before / name, path)
        elif (before / name).exists():
            shutil.copy(before / name, path)


def main() -> int:
    """Return 1 when a build differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=18)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), given.count, given.seed)
    text = f"{given.count} edits: the bytes of a clean build after each"
    print("\n".join(found) or text)  # noqa: T201
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
