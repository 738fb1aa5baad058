"""Real servers on this machine, each for one kind of target, started once."""

import os
import shutil
import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhosts import free_port

PASSWORD = "hemligt-i-provet"
USER = "ada"
READER = "bo"
"""May only read, on hosts of FTP and WebDAV."""


@dataclass(frozen=True)
class Host:
    """A place that a server serves, and how a person would write it."""

    address: str
    """With `{}` where the name of a folder goes."""
    files: Callable[[str], dict[str, bytes]]
    """What is in the folder of that name: every file by its path."""
    change: Callable[[str, str, bytes | None], None]
    """Write, or remove, a file in a folder behind our back."""
    endpoint: str | None = None

    def of(self, name: str) -> str:
        """Return the address of a folder."""
        return self.address.format(name)


def folder_host(root: Path, address: str) -> Host:
    """Return the host whose folders are in `root`."""

    def files(name: str) -> dict[str, bytes]:
        found = (path for path in sorted((root / name).rglob("*")) if path.is_file())
        return {path.relative_to(root / name).as_posix(): path.read_bytes() for path in found}

    def change(name: str, path: str, content: bytes | None) -> None:
        file = root / name / path
        if content is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    return Host(address, files, change)


def wait_for(port: int) -> None:
    """Wait until somebody answers at `port`."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"nobody answers at {port}")


@contextmanager
def sshd(home: Path) -> Iterator[int]:
    """Serve files by OpenSSH's own server as this user; give its port.

    The user's keys and known hosts are in `home`/.ssh, as they would be.
    """
    port = free_port()
    keys = home / ".ssh"
    keys.mkdir(mode=0o700)
    for name in ("host_key", "id_ed25519"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys / name)]
        subprocess.run(command, check=True)
    shutil.copy(keys / "id_ed25519.pub", keys / "authorized_keys")
    host_key = (keys / "host_key.pub").read_text().split()[:2]
    (keys / "known_hosts").write_text(f"[127.0.0.1]:{port} {' '.join(host_key)}\n")
    # Started by root it lets a part without rights look at packets first, in this folder.
    Path("/run/sshd").mkdir(exist_ok=True) if os.getuid() == 0 else None
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": keys / "host_key",
        "AuthorizedKeysFile": keys / "authorized_keys",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "PermitRootLogin": "yes",
        "MaxStartups": "100",
        "Subsystem": "sftp internal-sftp",
    }
    config = home / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    command = ["/usr/sbin/sshd", "-D", "-e", "-f", str(config)]
    with (home / "sshd.log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log)
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(60)


@contextmanager
def moto(buckets: tuple[str, ...]) -> Iterator[str]:
    """Serve S3 by moto; give the endpoint. Buckets are made."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        client = boto3.client("s3", endpoint_url=endpoint)
        for name in buckets:
            client.create_bucket(Bucket=name)
        yield endpoint
    finally:
        server.stop()


def bucket_host(endpoint: str, bucket: str) -> Host:
    """Return the host whose folders are prefixes in `bucket`."""
    import boto3

    client = boto3.client("s3", endpoint_url=endpoint)

    def files(name: str) -> dict[str, bytes]:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{name}/")
        keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
        return {
            key.removeprefix(f"{name}/"): client.get_object(Bucket=bucket, Key=key)["Body"].read()
            for key in sorted(keys)
        }

    def change(name: str, path: str, content: bytes | None) -> None:
        if content is None:
            client.delete_object(Bucket=bucket, Key=f"{name}/{path}")
        else:
            client.put_object(Bucket=bucket, Key=f"{name}/{path}", Body=content)

    return Host(f"s3://{bucket}/{{}}", files, change, endpoint)


@contextmanager
def webdav(root: Path, certificate: tuple[Path, Path]) -> Iterator[int]:
    """Serve `root` by wsgidav with TLS; give its port."""
    from cheroot import wsgi
    from cheroot.ssl.builtin import BuiltinSSLAdapter
    from wsgidav.wsgidav_app import WsgiDAVApp

    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(root)},
            "simple_dc": {
                "user_mapping": {"*": {each: {"password": PASSWORD} for each in (USER, READER)}}
            },
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    reader = "Basic " + b64encode(f"{READER}:{PASSWORD}".encode()).decode()

    def guarded(environ: Any, start: Any) -> Any:
        reads = environ["REQUEST_METHOD"] in {"GET", "HEAD", "OPTIONS", "PROPFIND"}
        if environ.get("HTTP_AUTHORIZATION") == reader and not reads:
            start("403 Forbidden", [("Content-Length", "0")])
            return [b""]
        return app(environ, start)

    server = wsgi.Server(("127.0.0.1", 0), guarded, numthreads=8)
    server.ssl_adapter = BuiltinSSLAdapter(*map(str, certificate))
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield int(server.bind_addr[1])
    finally:
        server.stop()
        thread.join(10)


@contextmanager
def ftps(root: Path, certificate: tuple[Path, Path]) -> Iterator[int]:
    """Serve `root` by pyftpdlib with TLS; give its port."""
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import TLS_FTPHandler
    from pyftpdlib.servers import ThreadedFTPServer

    class Handler(TLS_FTPHandler):
        certfile, keyfile = map(str, certificate)
        tls_control_required = True
        tls_data_required = True
        authorizer = DummyAuthorizer()

    Handler.authorizer.add_user(USER, PASSWORD, str(root), perm="elradfmwMT")
    Handler.authorizer.add_user(READER, PASSWORD, str(root), perm="elr")
    server = ThreadedFTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"handle_exit": False})
    thread.daemon = True
    thread.start()
    try:
        yield int(server.socket.getsockname()[1])
    finally:
        server.close_all()
        thread.join(10)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Return a certificate for this machine, and its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key)]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


class Cutter:
    """A way to a server that breaks after so many bytes have gone there, as lines do."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._left: int | None = None
        self.sent = 0
        """Bytes that went to the server."""
        self._again = True
        self._hold: int | None = None
        self._pairs: list[socket.socket] = []
        self._lock = threading.Lock()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, after: int, *, again: bool) -> None:
        """Break every connection after `after` bytes.

        Args:
            after: Bytes that still reach the server.
            again: Whether one that is opened afterwards holds.
        """
        self._left, self._again = after, again

    def hold(self, after: int) -> None:
        """Let nothing more through after `after` bytes, as a line does that has gone silent."""
        self._hold = after

    @property
    def holds(self) -> bool:
        """Whether it has come so far."""
        return self._hold is not None and self.sent >= self._hold

    def release(self) -> None:
        """Break what is held, let all through, and count anew."""
        self._break()
        self._hold, self.sent = None, 0

    def close(self) -> None:
        """Let nobody through any more."""
        self._server.close()
        self._break()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._server.accept()
            except OSError:
                return
            if self._left is not None and self._left <= 0 and not self._again:
                client.close()
                continue
            host = socket.create_connection(("127.0.0.1", self._to))
            self._pairs += [client, host]
            threading.Thread(target=self._up, args=(client, host), daemon=True).start()
            threading.Thread(target=self._down, args=(host, client), daemon=True).start()

    def _up(self, client: socket.socket, host: socket.socket) -> None:
        try:
            while data := client.recv(4096):
                self.sent += len(data)
                while self.holds:
                    time.sleep(0.01)
                if self._left is not None:
                    with self._lock:
                        before, self._left = self._left, self._left - len(data)
                    if before > 0 >= self._left:
                        host.sendall(data[:before])
                        self._break()
                        return
                host.sendall(data)
            host.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def _down(self, host: socket.socket, client: socket.socket) -> None:
        try:
            while data := host.recv(4096):
                client.sendall(data)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def _break(self) -> None:
        for each in self._pairs:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._pairs.clear()
