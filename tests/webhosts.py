"""Real web servers of Debian on a free port of this machine, over a folder that holds a site."""

import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

APACHE_MODULES = Path("/usr/lib/apache2/modules")
_NGINX = """
daemon off;
master_process off;
pid {work}/pid;
error_log {work}/error.log;
events {{ }}
http {{
  access_log {work}/access.log;
  client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3;
  uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
  {servers}
}}
"""
_SERVER = """
server {{
  listen 127.0.0.1:{port};
  root {site};
  {extra}
}}
"""
_APACHE = """
ServerRoot {work}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {work}/pid
ErrorLog {work}/error.log
{modules}
{user}
TypesConfig /dev/null
DocumentRoot {site}
DirectoryIndex index.html
<Directory {site}>
  Require all granted
  AllowOverride FileInfo
</Directory>
"""
_MODULES = "mpm_event authz_core dir mime headers filter deflate alias"


@dataclass(frozen=True)
class Host:
    """One server of an nginx that has several."""

    site: Path
    extra: str = ""
    """More of its server block."""
    port: int = field(default_factory=lambda: free_port())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def nginx(*hosts: Host) -> Iterator[None]:
    """Serve all `hosts` by one nginx."""
    with _workplace() as work:
        config = work / "nginx.conf"
        servers = "".join(
            _SERVER.format(port=host.port, site=host.site, extra=host.extra) for host in hosts
        )
        config.write_text(_NGINX.format(work=work, servers=servers), "utf-8")
        command = ["/usr/sbin/nginx", "-c", str(config), "-p", str(work), "-e", f"{work}/e.log"]
        with _running(command, hosts[-1].port, work):
            yield


@contextmanager
def apache(site: Path, port: int | None = None) -> Iterator[str]:
    """Serve a copy of `site` by Apache, which reads its `.htaccess`; give the address."""
    with _workplace() as work:
        port = port or free_port()
        # It gives up root's rights, and pytest's folders are for their owner alone.
        copy = shutil.copytree(site, work / "site")
        loaded = (f"LoadModule {m}_module {APACHE_MODULES}/mod_{m}.so" for m in _MODULES.split())
        config = work / "apache.conf"
        values = {"work": work, "site": copy, "port": port, "modules": "\n".join(loaded)}
        user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
        config.write_text(_APACHE.format(**values, user=user), "utf-8")
        _open_to_all(work)
        with _running(["/usr/sbin/apache2", "-X", "-f", str(config)], port, work):
            yield f"http://127.0.0.1:{port}"


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def free_port() -> int:
    """Return a port of five digits that nobody uses.

    Those from 32,768 on Linux gives to whoever wants any: another worker's browser may have got it
    before the server listens there.
    """
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no port is free")


@contextmanager
def _workplace() -> Iterator[Path]:
    work = Path(tempfile.mkdtemp(prefix="webhost-"))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _running(command: list[str], port: int, work: Path) -> Iterator[None]:
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    try:
        while not _listens(port):
            log = "".join(path.read_text("utf-8") for path in work.glob("*.log"))
            assert process.poll() is None, f"{command[0]} ended: {process.communicate()[1]}{log}"
            assert time.monotonic() < until, f"{command[0]} did not start: {log}"
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
