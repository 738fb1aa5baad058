"""A host that answers with parts of files, as podcast hosts do."""

from http.server import BaseHTTPRequestHandler

import pytest

from serving import answering


@pytest.fixture
def host(tmp_path):
    """Serve `tmp_path` with byte ranges; `sent` counts the bytes that went out."""

    class Handler(BaseHTTPRequestHandler):
        sent = 0

        def do_GET(self):
            name = self.path.lstrip("/")
            if name == "moved.mp3":
                self.send_response(302)
                self.send_header("Location", "/a.mp3")
                self.end_headers()
                return
            if name == "to-a-file":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()
                return
            path = tmp_path / name
            if not path.exists():
                self.send_error(404)
                return
            content = path.read_bytes()
            asked = self.headers.get("Range")
            if asked and name != "norange.mp3":
                first, last = asked.removeprefix("bytes=").split("-")
                part = content[int(first) : int(last) + 1]
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
            else:
                part = content
                self.send_response(200)
            self.send_header("Content-Length", str(len(part)))
            self.end_headers()
            self.wfile.write(part)
            Handler.sent += len(part)

        def log_message(self, *_args):
            pass

    with answering(Handler) as address:
        yield address, Handler
