"""An imitation of the Hugging Face hub on this machine: one model at one commit.

It answers what `huggingface_hub` asks when it fetches a snapshot; the real hub is not asked.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from serving import answering


@contextmanager
def hub(name: str, commit: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Offer the files of `folder` as the model `name`; give the address, and what is asked for."""
    asked: list[str] = []
    tree = [
        {"type": "file", "path": path.name, "size": path.stat().st_size, "oid": _oid(path)}
        for path in sorted(folder.iterdir())
    ]

    # The newest, as asked for by a name alone.
    newest = {
        "id": name,
        "modelId": name,
        "sha": commit,
        "siblings": [{"rfilename": each["path"]} for each in tree],
    }
    told = {
        f"/api/models/{name}/revision/main": newest,
        f"/api/models/{name}/tree/{commit}": tree,
    }

    class Hub(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, *, body: bool) -> None:
            path = self.path.partition("?")[0]
            asked.append(f"{self.command} {path}")
            file = folder / path.rpartition("/")[2]
            if path in told:
                self._send(json.dumps(told[path]).encode(), "application/json", body=body)
            elif path == f"/{name}/resolve/{commit}/{file.name}" and file.is_file():
                self._send(file.read_bytes(), "application/octet-stream", body=body, of=file)
            else:
                self.send_error(404)

        def _send(self, data: bytes, kind: str, *, body: bool, of: Path | None = None) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            if of is not None:
                self.send_header("ETag", f'"{_oid(of)}"')
                self.send_header("X-Repo-Commit", commit)
            self.end_headers()
            if body:
                self.wfile.write(data)

        def log_message(self, *_message: object) -> None:
            pass

    with answering(Hub) as address:
        yield address, asked


def _oid(path: Path) -> str:
    return hashlib.sha1(path.name.encode(), usedforsecurity=False).hexdigest()
