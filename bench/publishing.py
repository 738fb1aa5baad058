"""How long publishing takes: all, nothing, and one episode of 1,000, on loopback sftp and S3.

Run: `PYTHONPATH=scripts:tests python bench/publishing.py [EPISODES]`. It needs Debian's
openssh-server and the test group's moto. Files are of the number and about the size that a built
site has; building and hashing are not counted. Read ratios only.
"""

import hashlib
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from poddarkiv.model import Target
from poddarkiv.publish.local import LocalFile, list_site_files
from poddarkiv.publish.plan import RemoteEntry, Withdrawn
from poddarkiv.publish.run import publish
from poddarkiv.publish.stores import Store, open_store
from poddarkiv.publish.stores.base import WantedNames
from publish import servers

GOAL = 0.1
BESIDE = {"index.html": 26_000, "transcript.vtt": 9_000, "transcript.srt": 9_000}
BESIDE |= {"transcript.json": 12_000, "chapters.json": 800, "badda-in/index.html": 4_000}
OWN = "avsnitt/0001-ett-avsnitt"
CHANGED = {f"{OWN}/{name}" for name in ("index.html", "transcript.vtt", "transcript.json")}
CHANGED |= {"index.html", "avsnitt/lista.json", "feed.xml"}
CHANGED |= {"pagefind/fragment/sv_1.pf_fragment", "pagefind/index/sv_0.pf_index"}
"""What a changed episode changes: files of its own, lists, search and feed."""


def main() -> int:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as place:
        site, home, served = (Path(place) / name for name in ("site", "home", "served"))
        for folder in (site, home, served):
            folder.mkdir()
        os.environ |= {"HOME": str(home), "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
        os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
        make_site(site, count)
        with servers.sshd(home) as port:
            sftp = measure(
                "sftp", site, Target(name="a", address=f"sftp://127.0.0.1:{port}{served}/a")
            )
        with servers.moto(("podd",)) as endpoint:
            s3 = measure("s3", site, Target(name="b", address="s3://podd/b", endpoint=endpoint))
    return 0 if max(sftp, s3) <= GOAL else 1


def make_site(site: Path, count: int) -> None:
    draw = random.Random(1)
    files = {"index.html": 30_000, "feed.xml": 3_000 * count, "avsnitt/lista.json": 400 * count}
    for number in range(count):
        folder = f"avsnitt/{number:04}-ett-avsnitt"
        files |= {f"{folder}/{name}": size for name, size in BESIDE.items()}
        files[f"pagefind/fragment/sv_{number}.pf_fragment"] = 3_000
        if number % 2 == 0:
            files[f"pagefind/index/sv_{number}.pf_index"] = 20_000
    for path, size in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(draw.randbytes(size))


def measure(kind: str, site: Path, target: Target) -> float:
    first, up, _listed = timed(site, target)
    nothing, none, listed = timed(site, target)
    assert not none
    for name in CHANGED:
        (site / name).write_bytes(hashlib.sha256(f"{kind} {name}".encode()).digest() * 100)
    one, changed, _listed = timed(site, target)
    assert changed == CHANGED
    print(
        f"{kind}: {len(up)} files first {first:.1f} s; nothing changed {nothing:.1f} s "
        f"({nothing / first:.3f} of it, {listed} folders looked into once); "
        f"one episode {one:.1f} s ({one / first:.3f}, its {len(changed)} files)"
    )
    return nothing / first


def timed(site: Path, target: Target) -> tuple[float, set[str], int]:
    """Return the seconds, which files went up, and how many folders were looked into."""
    files: dict[str, LocalFile] = {file.path: file for file in list_site_files(site)}
    store = open_store(target, site.parent / "arkiv")
    listed: list[str] = []
    _note_listings(store, listed)
    began = time.perf_counter()
    plan = publish(store, files, Withdrawn())
    spent = time.perf_counter() - began
    if plan.is_empty():
        assert len(listed) == len(set(listed)), "a folder was listed twice"
    return spent, {upload.file.path for upload in plan.uploads}, len(listed)


def _note_listings(store: Store, listed: list[str]) -> None:
    many = store.list_wanted

    def noted(folders: Mapping[str, WantedNames | None]) -> list[dict[str, RemoteEntry | None]]:
        listed.extend(folders)
        return many(folders)

    store.list_wanted = noted  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
