"""A branch of the archive's own repository, as forges serve it. The checkout is never touched."""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from poddarkiv.credentials import without_credentials
from poddarkiv.errors import PublishError
from poddarkiv.i18n import _
from poddarkiv.load.root import SHOW_FILE
from poddarkiv.publish.plan import Listing, RemoteEntry
from poddarkiv.publish.stores.base import Store

_MODE = "100644"
_NO_JEKYLL = ".nojekyll"
"""Without it GitHub leaves out what begins with an underscore."""
_NOBODY = ("-c", "user.name=poddarkiv", "-c", "user.email=poddarkiv@localhost")


_OTHERS = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"}


class GitStore(Store):
    """A branch that gets one commit; nobody's history is written over."""

    workers = 1
    is_atomic = True

    def __init__(self, root: Path, name: str) -> None:
        super().__init__(f"git:{name}")
        self._root = root
        self._name = name
        self._remote = "origin"
        self._branch = name
        self._tip = ""
        self._staged: dict[str, Path | bytes | None] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def connect(self) -> None:
        """Fetch the branch, and read it into an index of its own."""
        remotes = self._git("remote").split()
        first, _slash, rest = self._name.partition("/")
        if rest and first in remotes:
            self._remote, self._branch = first, rest
        if self._remote not in remotes:
            raise PublishError(
                _("git has no remote called “{name}”: git remote add {name} …", name=self._remote)
            )
        self._folder = tempfile.TemporaryDirectory(prefix="poddarkiv-git-")
        told = self._git("ls-remote", self._remote, f"refs/heads/{self._branch}").split()
        self._tip = told[0] if told else ""
        if self._tip:
            fetch = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=")
            self._git(*fetch, self._remote, f"refs/heads/{self._branch}")
            self._git("read-tree", self._tip)
            self._refuse_sources()
        else:
            self._git("read-tree", "--empty")

    def make_root(self) -> None:
        """Do nothing: the branch is made by the push."""

    def _refuse_sources(self) -> None:
        if self._git("ls-files", "--", SHOW_FILE):
            raise PublishError(
                _(
                    "{target}: that branch holds the archive itself: choose another, as in {other}",
                    target=self.shown,
                    other="git:gh-pages",
                )
            )

    def close(self) -> None:
        """Remove the index."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def list_tree(self, paths: Iterable[str] = (), *, whole: bool = True) -> Listing:
        """Return every file of the branch, with what was put meanwhile."""
        del paths, whole
        self._stage()
        listing = Listing()
        for row in filter(None, self._git("ls-files", "--stage", "-z").split("\0")):
            about, _tab, path = row.partition("\t")
            listing.files[path] = RemoteEntry(-1, about.split()[1])
        return listing

    def list_folder(self, folder: str) -> dict[str, RemoteEntry | None]:
        """Return the files in `folder`."""
        files = self.list_tree().files
        start = f"{folder}/" if folder else ""
        inside = {
            path.removeprefix(start): f for path, f in files.items() if path.startswith(start)
        }
        return {name: found for name, found in inside.items() if "/" not in name}

    def read(self, path: str) -> bytes | None:
        """Return the file at `path` as the branch has it, or None when there is none."""
        if path not in self.list_tree().files:
            return None
        return self._run("cat-file", "blob", f":{path}").stdout

    def upload(self, path: str, source: Path | bytes, headers: Mapping[str, str]) -> None:
        """Put `source` into the coming commit."""
        del headers
        self._staged[path] = source

    def remove(self, path: str) -> None:
        """Leave `path` out of the coming commit."""
        self._staged[path] = None

    def remove_folder(self, folder: str) -> None:
        """Do nothing: git keeps no empty folders."""

    def claim(self, path: str, content: bytes) -> bool:
        """Give True: of two who push, git itself refuses the second."""
        del path, content
        return True

    def finish(self, message: str) -> None:
        """Commit what was put, and push it if that changes anything.

        Raises:
            PublishError: Somebody else has pushed meanwhile, or the remote refuses.
        """
        if _NO_JEKYLL not in self.list_tree().files:
            self.upload(_NO_JEKYLL, b"", {})
            self._stage()
        tree = self._git("write-tree").strip()
        if self._tip and tree == self._git("rev-parse", f"{self._tip}^{{tree}}").strip():
            return
        parents = ("-p", self._tip) if self._tip else ()
        who = (
            () if self._run("var", "GIT_COMMITTER_IDENT", check=False).returncode == 0 else _NOBODY
        )
        commit = self._git(*who, "commit-tree", tree, *parents, "-m", message).strip()
        target = f"{commit}:refs/heads/{self._branch}"
        self._git("push", "--quiet", "--no-verify", self._remote, target)

    def _stage(self) -> None:
        """Write what was put as objects, and note them in our index."""
        if not self._staged:
            return
        files = {path: each for path, each in self._staged.items() if isinstance(each, Path)}
        names = "".join(f"{source.resolve()}\n" for source in files.values())
        hashing = ("hash-object", "-w", "--no-filters")
        hashes = dict(
            zip(files, self._git(*hashing, "--stdin-paths", given=names).split(), strict=True)
        )
        for path, source in self._staged.items():
            if isinstance(source, bytes):
                hashes[path] = self._git(*hashing, "--stdin", given=source).strip()
        rows = (
            f"{_MODE} {hashes[path]}\t{path}\0" if path in hashes else f"0 {'0' * 40}\t{path}\0"
            for path in self._staged
        )
        self._git("update-index", "-z", "--index-info", given="".join(rows))
        self._staged.clear()

    def _git(self, *arguments: str, given: str | bytes = b"") -> str:
        return self._run(*arguments, given=given).stdout.decode("utf-8", "replace")

    def _run(
        self, *arguments: str, given: str | bytes = b"", check: bool = True
    ) -> subprocess.CompletedProcess[bytes]:
        # A hook of git's may have started us, with its own repository in the environment.
        env = {name: value for name, value in os.environ.items() if name not in _OTHERS}
        # In English: `fatal:` and `[rejected]` are translated, and then nothing here knows them.
        env |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
        if self._folder is not None:
            env["GIT_INDEX_FILE"] = str(Path(self._folder.name) / "index")
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self._root,
                input=given.encode() if isinstance(given, str) else given,
                capture_output=True,
                env=env,
                check=False,
            )
        except FileNotFoundError as error:
            raise PublishError(_("git is not installed on this machine")) from error
        if check and done.returncode != 0:
            raise PublishError(_told(self.shown, done.stderr.decode("utf-8", "replace")))
        return done


def _told(shown: str, text: str) -> str:
    """Return what git said, in one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if any("[rejected]" in line or "fetch first" in line for line in lines):
        return _(
            "{target}: somebody else has pushed to it meanwhile, and nothing was changed – run "
            "publish again",
            target=shown,
        )
    wanted = [line for line in lines if line.startswith(("fatal:", "error:", "remote:"))]
    reason = (wanted or lines or ["?"])[0]
    # It shows the remote's address, and some people keep a password in that.
    return _("{target}: git says: {reason}", target=shown, reason=without_credentials(reason))
