"""Kill verbs at every file operation and at random moments; whatever was written stays whole.

    python -m soak.kills              every operation of each verb, 300 random moments
    python -m soak.kills --share 1    a share of both, chosen by that seed: what `make test` runs

A verb runs in a fork of this process, where everything is imported already. A hook counts what it
does with files below the archive, and the fork kills itself before operation number N.
"""

import argparse
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checks.faults import copy_base
from commands.upgrading import FROZEN
from running import in_english
from sounds import write_tone

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "os.chmod", "os.truncate",
           "os.link", "os.symlink"}  # fmt: skip
AT = ("--as-of", "2026-06-01T12:00:00+02:00")
RANDOM = 300
"""Random moments of a whole run, over all verbs."""
Files = dict[str, bytes]
_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Verb:
    """What is killed."""

    name: str
    run: Callable[[Path], object]
    """Does it, in a fork."""
    change: Callable[[Path], object]
    """Prepares the archive, so that there is something to write."""
    again: bool = True
    """Whether a second run after a whole one leaves all as it is."""
    stands: str = ""
    """A folder whose files change together."""
    done: str = ""
    """What a second run after a whole one says when it refuses."""


def command(*words: str) -> Callable[[Path], object]:
    """Return a run of the command line."""

    def run(root: Path) -> None:
        from poddarkiv.cli import main

        sys.argv = ["poddarkiv", words[0], "--root", str(root), *words[1:]]
        sys.argv = [word.replace("ROOT", str(root)) for word in sys.argv]
        main()

    return run


def save(root: Path) -> None:
    """Save a correction and mark the transcript as reviewed, as the page of `review` does."""
    from poddarkiv.commands import review
    from poddarkiv.commands._shared import _opened, choose_one
    from poddarkiv.transcript import Segment

    _opened(root)
    archive, episode = choose_one(root, "1")
    path = root / "episodes/001-start/transcript.vtt"
    review = review._open_review(archive, episode, path, None)
    cue = review.state()["cues"][0]
    edits = {0: [Segment(cue["start"], cue["end"], "Rättad text.", "Ada Berg")]}
    review.save(edits, expected=review.state()["hash"])
    object.__setattr__(review, "today", lambda: date(2026, 6, 1))
    review.mark_reviewed("Ada Berg", expected=review.state()["hash"])


def _retitle(root: Path) -> None:
    path = root / "episodes/001-start/episode.yml"
    path.write_text(path.read_text("utf-8").replace("Vi börjar", "Vi börjar om"), "utf-8")


def _new_recording(root: Path) -> None:
    write_tone(root / "media/001-start.mp3", seconds=450, rate=8_000, bit_rate=8_000)


def init(root: Path) -> None:
    """Make a new archive inside the other, whose operations are counted."""
    from poddarkiv.cli import main

    words = ["init", str(root / "ny"), "--yes", "--site-url", "https://ny.example.org"]
    sys.argv = ["poddarkiv", *words]
    main()


def transcribe(root: Path) -> None:
    """Hear the recording with a model that is none."""
    from asr.running import transcribe as heard_by_none
    from poddarkiv.commands._shared import _opened

    _opened(root)
    outcomes, said = heard_by_none(root, named=False)
    assert [each.fault for each in outcomes if each.fault] == [], said


def _unheard(root: Path) -> None:
    write_tone(root / "media/001-start.mp3", seconds=10, rate=8_000, bit_rate=8_000)
    (root / "episodes/001-start/transcript.vtt").unlink()
    path = root / "episodes/001-start/episode.yml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^transcript:.*\n", "", text), "utf-8")


def _cut_anew(root: Path) -> None:
    write_tone(root / "media/001-start.mp3", seconds=452, rate=8_000, bit_rate=8_000)


def _with_text(root: Path) -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Bo Ek>Hej och hopp.\n"
    (root.parent / "text.vtt").write_text(text, "utf-8")


def _someones(root: Path) -> None:
    write_tone(root.parent / "Min inspelning.mp3", seconds=30, rate=8_000, bit_rate=8_000)


def _made_before(root: Path) -> None:
    (root / "handbok").mkdir()
    for name in ("handbok/README.md", "handbok/utseende.md", "mkdocs.yml"):
        shutil.copy(FROZEN / "sv" / name, root / name)


VERBS = (
    Verb("tag", command("tag", "--quiet"), _retitle),
    Verb("measure", command("measure", "--quiet"), _new_recording),
    Verb(
        "new",
        command("new", "ROOT/../Min inspelning.mp3", *AT, "--yes", "--title", "Om att mötas",
                "--summary", "Två möts.", "--guest", "Eva Lind", "--consent", "given"),
        _someones, again=False,
    ),
    Verb(
        "new --move",
        command("new", "ROOT/../Min inspelning.mp3", *AT, "--yes", "--title", "Om att mötas",
                "--summary", "Två möts.", "--guest", "Eva Lind", "--consent", "given", "--move"),
        _someones, again=False,
    ),
    Verb("review", save, lambda _root: None),
    Verb("shift", command("shift", "1", "+1.5", "--yes"), _cut_anew, done="would be moved twice"),
    Verb(
        "import", command("import", "ROOT/../text.vtt", "--episode", "2", "--replace"),
        _with_text,
    ),
    Verb("upgrade", command("upgrade"), _made_before),
    Verb("init", init, lambda _root: None, done="is not empty"),
    Verb("transcribe", transcribe, _unheard),
    Verb("build", command("build", "--quiet", *AT), _retitle, stands="site"),
)  # fmt: skip


def files(folder: Path) -> Files:
    """Return what a person or a web server sees of a folder: no hidden names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "/." not in f"/{path.relative_to(folder).as_posix()}"
    }


def plain(every: Files) -> Files:
    """Return the files without the numbers that are drawn anew for each archive."""
    return {name: _UUID.sub(b"", content) for name, content in every.items()}


def leftovers(folder: Path) -> list[str]:
    """Return what runs have made for themselves and not taken away."""
    found = [path for path in folder.rglob(".poddarkiv-*") if ".poddarkiv/preview" not in str(path)]
    return [*map(str, found), *map(str, folder.glob(".poddarkiv/locks/*"))]


def forked(run: Callable[[Path], object], root: Path, before: Callable[[], None]) -> int:
    """Let a fork of this process do `run`; return its exit code, negative where it was killed."""
    number = os.fork()
    if number == 0:
        code = 1
        try:
            os.setpgid(0, 0)
            quiet = os.open(root.parent / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os.chdir(root)
            before()
            run(root)
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(error.code is not None)
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def killed_at(root: Path, number: int) -> Callable[[], None]:
    """Return what lets a fork kill itself before its file operation `number`."""
    happened = _counter(root, number)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES:
            happened(arguments[:2])
        elif event == "open":
            path, _mode, flags = arguments
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                happened((path,))

    def begin() -> None:
        from poddarkiv.output import trees

        sync, exchange = os.fsync, trees.exchange

        def counted(handle: int) -> None:
            happened((root,))
            sync(handle)

        def exchanged(one: Path, other: Path) -> bool:
            happened((one, other))
            done = exchange(one, other)
            happened((one, other))
            return done

        os.fsync = counted
        trees.exchange = exchanged
        sys.addaudithook(hook)

    return begin


def _counter(root: Path, number: int) -> Callable[[tuple[object, ...]], None]:
    count = 0
    below = os.path.realpath(root)

    def happened(paths: tuple[object, ...]) -> None:
        nonlocal count
        if any(isinstance(p, str | bytes | os.PathLike) and os.fsdecode(p).startswith(below)
               for p in paths):  # fmt: skip
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1
            if number < 0:
                (root.parent / "count.txt").write_text(str(count))

    return happened


class Bench:
    """An archive for one verb: as it was before, and as a whole run leaves it."""

    def __init__(self, verb: Verb, folder: Path) -> None:
        self.verb = verb
        self._kept = folder / "before"
        self._here = folder / "now"
        self._kept.mkdir(parents=True)
        root = in_english(copy_base(self._kept))
        _new_recording(root)
        if verb.name != "measure":
            self._done(command("measure", "--quiet"), root)
        if verb.stands or verb.name == "tag":
            self._done(verb.run, root)
        verb.change(root)
        self.old = files(self.root_of(self._kept))
        root = self.fresh()
        code = forked(verb.run, root, killed_at(root, -1))
        assert code == 0, (verb.name, (self._here / "said.txt").read_text())
        self.count = int((self._here / "count.txt").read_text())
        self.new = plain(files(root))
        assert leftovers(root) == [], leftovers(root)

    def _done(self, run: Callable[[Path], object], root: Path) -> None:
        code = forked(run, root, lambda: None)
        assert code == 0, (self.verb.name, (root.parent / "said.txt").read_text())

    @staticmethod
    def root_of(folder: Path) -> Path:
        return folder / "arkiv"

    def fresh(self) -> Path:
        """Return the archive as it was before, in a folder of its own."""
        shutil.rmtree(self._here, ignore_errors=True)
        shutil.copytree(self._kept, self._here, symlinks=True)
        return self.root_of(self._here)

    def killed(self, number: int) -> None:
        """Kill the verb before its file operation `number`, and look at what is left."""
        root = self.fresh()
        code = forked(self.verb.run, root, killed_at(root, number))
        assert code in {0, -signal.SIGKILL}, (self._here / "said.txt").read_text()
        self._judge(root, f"{self.verb.name}, operation {number}")

    def killed_after(self, seconds: float) -> None:
        """Kill the verb after `seconds`, and look at what is left."""
        root = self.fresh()
        code = forked(self.verb.run, root, lambda: _alarm(seconds))
        assert code in {0, -signal.SIGKILL}, (self._here / "said.txt").read_text()
        self._judge(root, f"{self.verb.name}, after {seconds:.3f} s")

    def _judge(self, root: Path, where: str) -> None:
        seen = files(root)
        for name, content in seen.items():
            if not self.verb.stands or not name.startswith(self.verb.stands):
                whole = {self.old.get(name), self._made(name, content)}
                assert content in whole, f"{where}: {name} is neither old nor new"
        assert set(self.old) - set(seen) <= self._may_go(), f"{where}: gone"
        if self.verb.stands:
            self._judge_site(seen, where)
        code = forked(self.verb.run, root, lambda: None)
        said = (self._here / "said.txt").read_text()
        moved = not (self._here / "Min inspelning.mp3").exists()
        if not (self.verb.name == "new --move" and moved and "003-om-att-motas" in str(seen)):
            # The next run has finished what it found, and then has nothing to do.
            whole = (
                bool(self.verb.done) and self.verb.done in said and plain(files(root)) == self.new
            )
            assert code == 0 or whole, f"{where}: the second run failed: {said}"
        assert "Traceback" not in said, f"{where}: {said}"
        assert leftovers(root) == [], f"{where}: {leftovers(root)}"
        self._judge_end(root, where)

    def _may_go(self) -> set[str]:
        return set(self.old) - set(self.new) if self.verb.stands else set()

    def _made(self, name: str, content: bytes) -> bytes | None:
        # Each episode has a guid of its own.
        if name.endswith("om-att-motas/episode.yml"):
            return content if content.rstrip().endswith(self._end_of(name)) else None
        made = self.new.get(name)
        return content if made is not None and _UUID.sub(b"", content) == made else None

    def _end_of(self, name: str) -> bytes:
        return self.new[name].rstrip()[-200:] if name in self.new else b"\0"

    def _judge_site(self, seen: Files, where: str) -> None:
        # Pagefind names some files by chance.
        def part(every: Files) -> Files:
            return {
                n: c for n, c in every.items() if n.startswith("site/") and "/pagefind" not in n
            }

        assert part(plain(seen)) in (part(plain(self.old)), part(self.new)), (
            f"{where}: a mixed site"
        )

    def _judge_end(self, root: Path, where: str) -> None:
        now = files(root)
        if self.verb.again:
            same = {n for n in now if "/pagefind" not in n}
            assert same == {n for n in self.new if "/pagefind" not in n}, f"{where}: other files"
            end = plain(now)
            assert all(end[n] == self.new[n] for n in same), f"{where}: another end"
        else:
            assert set(self.new) <= set(now), f"{where}: {set(self.new) - set(now)} missing"


def _alarm(seconds: float) -> None:
    # A process of its own: the verb may be inside a library for long.
    me = os.getpid()
    subprocess.Popen(
        ["/bin/sh", "-c", f"sleep {seconds:.3f}; kill -9 {me}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def serve_killed(root: Path, seconds: float) -> None:
    """Kill a preview after `seconds`: the sources are as they were, nothing is left for long."""
    before = files(root)
    process = subprocess.Popen(
        [sys.executable, "-m", "poddarkiv", "serve", "--port", "0"],
        cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(seconds)
    process.kill()
    process.wait()
    assert files(root) == before, f"serve, after {seconds:.3f} s"
    until = time.monotonic() + 60
    while forked(command("check", *AT), root, lambda: None) == 0 and leftovers(root):
        assert time.monotonic() < until, f"serve, after {seconds:.3f} s: {leftovers(root)}"
        time.sleep(0.2)
    preview = root / ".poddarkiv/preview"
    assert not preview.exists() or (preview / "feed.xml").is_file()


@contextlib.contextmanager
def benches(only: str | None) -> Iterator[list[Bench]]:
    """Give a bench for each verb, or for `only` one."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        chosen = [verb for verb in VERBS if only in {None, verb.name}]
        yield [Bench(verb, Path(folder) / str(i)) for i, verb in enumerate(chosen)]


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def warm() -> None:
    """Import what the verbs need, once for all forks."""
    import mutagen.mp3  # noqa: F401

    import poddarkiv.audio.measure
    import poddarkiv.commands.build
    import poddarkiv.commands.check
    import poddarkiv.commands.measure
    import poddarkiv.commands.new
    import poddarkiv.commands.tag
    import poddarkiv.commands.upgrade
    import poddarkiv.plugin  # noqa: F401


def main() -> int:
    """Kill, and tell how often."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, help="the seed of a share, instead of everything")
    parser.add_argument("--moments", type=int, default=RANDOM)
    parser.add_argument("--only", help="the name of one verb")
    given = parser.parse_args()
    warm()
    chance = random.Random(given.share or 0)
    began = time.monotonic()
    with benches(given.only) as prepared:
        # `serve` is a process of its own, with others below it: random moments alone.
        moments = given.moments if given.share is None else 3
        for _moment in range(moments - moments // 7):
            bench = chance.choice(prepared)
            bench.killed_after(chance.uniform(0.0, 4.0 if bench.verb.stands else 0.8))
        root = prepared[0].fresh()
        for _moment in range(max(moments > 0, moments // 7)):
            serve_killed(root, chance.uniform(0.2, 5.0))
        say(f"{moments} random moments, {time.monotonic() - began:.0f} s")
        for bench in prepared:
            every = list(range(bench.count))
            chosen = every if given.share is None else [chance.choice(every)]
            for number in chosen:
                bench.killed(number)
            took = time.monotonic() - began
            say(f"{bench.verb.name}: {len(chosen)} of {bench.count} operations, {took:.0f} s")
    return 0


def say(text: str) -> None:
    """Print a line at once, also into a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
