"""A clean Debian, in which steps run one after another; what they write lies in layers beside it.

`tools/system.sh` makes the root once a machine. Everything is mounted in a namespace of its own, so
nothing is left mounted, whatever happens.
"""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path("/var/cache/poddarkiv/debian-12")
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_ENTER = """
set -e
mount --make-rprivate /
options="lowerdir=$LOWER,upperdir=$UPPER/files,workdir=$UPPER/work"
mount -t overlay overlay -o "$options" "$UPPER/root"
mount -t proc proc "$UPPER/root/proc"
mount --rbind /dev "$UPPER/root/dev"
mount --bind /etc/resolv.conf "$UPPER/root/etc/resolv.conf"
{binds}
exec chroot "$UPPER/root" env -i -C "$FOLDER" "$@"
"""


@dataclass
class CleanRoot:
    """What a job finds and leaves on its machine."""

    upper: Path
    """A folder for what is written from now on."""
    shared: Path
    """A folder of this machine that the job sees as `/srv`."""
    lower: tuple[Path, ...] = (ROOT,)
    """What was there before, the newest first."""
    binds: Mapping[Path, str] = field(default_factory=dict)
    """More folders of this machine that the job sees."""

    def __post_init__(self) -> None:
        for name in ("files", "work", "root"):
            (self.upper / name).mkdir(parents=True)
        for place in ("srv", "etc"):
            (self.upper / "files" / place).mkdir()
        (self.upper / "files/etc/resolv.conf").touch()
        for place in self.binds.values():
            (self.upper / "files" / place.lstrip("/")).mkdir(parents=True)

    def run(
        self, words: Sequence[str], environment: Mapping[str, str], folder: str = "/"
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the root with that environment and no other."""
        places = {self.shared: "/srv", Path(_CERTIFICATES): _CERTIFICATES, **self.binds}
        binds = "\n".join(
            f'mount --bind {shlex.quote(str(here))} "$UPPER/root"{shlex.quote(there)}'
            for here, there in places.items()
        )
        given = {
            "LOWER": ":".join(map(str, self.lower)),
            "UPPER": str(self.upper),
            "FOLDER": folder,
        }
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c"]
        script = _ENTER.replace("{binds}", binds)
        return subprocess.run(
            [*AS_ROOT, "env", *_pairs(given), *enter, script, "sh", *_pairs(environment), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=600,
        )

    def layered(self, upper: Path) -> "CleanRoot":
        """Return a root that begins with all that is here, and writes elsewhere."""
        return CleanRoot(upper, self.shared, (self.upper / "files", *self.lower), self.binds)

    def copy_in(self, source: Path, place: str) -> None:
        """Put a file or folder of this machine at `place`."""
        target = self.upper / "files" / place.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([*AS_ROOT, "cp", "-a", source, target], check=True)

    def path(self, place: str) -> Path:
        """Return where `place` lies on this machine, if it was written here."""
        return self.upper / "files" / place.lstrip("/")


def _pairs(environment: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in environment.items()]
