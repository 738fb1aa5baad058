"""Hosts of every kind, and a small site to bring to them."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from poddarkiv.model import Target
from poddarkiv.publish import session
from poddarkiv.publish.local import LocalFile
from poddarkiv.publish.stores import Store, open_store
from publish import servers
from publish.faulty_hosts import built, hosted
from publish.servers import PASSWORD, USER, Cutter, Host

__all__ = ["built", "hosted"]
KINDS = ("folder", "sftp", "s3", "webdav", "ftps")


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the home of somebody who publishes: keys, certificates, passwords."""
    home = tmp_path_factory.mktemp("home")
    certificate, _key = servers.make_certificate(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("SSL_CERT_FILE", str(certificate))
        patch.setenv("AWS_ACCESS_KEY_ID", "prov")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "prov")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.delenv("SSH_AUTH_SOCK", raising=False)
        yield home


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the servers of folders serve."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def sftp(account: Path, served: Path) -> Iterator[Host]:
    with servers.sshd(account) as port:
        yield servers.folder_host(served, f"sftp://127.0.0.1:{port}{served}/{{}}")


@pytest.fixture(scope="session")
def s3(account: Path) -> Iterator[Host]:
    with servers.moto(("podden",)) as endpoint:
        yield servers.bucket_host(endpoint, "podden")


@pytest.fixture(scope="session")
def webdav(account: Path, served: Path) -> Iterator[Host]:
    with servers.webdav(served, (account / "cert.pem", account / "key.pem")) as port:
        yield servers.folder_host(served, f"webdavs://{USER}@127.0.0.1:{port}/{{}}")


@pytest.fixture(scope="session")
def ftps(account: Path, served: Path) -> Iterator[Host]:
    with servers.ftps(served, (account / "cert.pem", account / "key.pem")) as port:
        yield servers.folder_host(served, f"ftps://{USER}@127.0.0.1:{port}/{{}}")


@pytest.fixture(scope="session")
def folder(served: Path) -> Host:
    return servers.folder_host(served, f"{served}/{{}}")


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest) -> Host:
    """Return a host of each kind in turn."""
    found: Host = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=[kind for kind in KINDS if kind != "folder"])
def line(request: pytest.FixtureRequest, account: Path) -> Iterator[tuple[Host, Host, Cutter]]:
    """Return a host of each kind in turn, and the same by a line that can be cut."""
    host: Host = request.getfixturevalue(request.param)
    place = host.endpoint or host.address
    found = re.search(r":(\d+)", place)
    assert found is not None
    port = int(found[1])
    cutter = Cutter(port)
    if request.param == "sftp":
        known = account / ".ssh/known_hosts"
        key = known.read_text().splitlines()[0].split(maxsplit=1)[1]
        with known.open("a") as file:
            file.write(f"[127.0.0.1]:{cutter.port} {key}\n")
    by_line = place.replace(str(port), str(cutter.port))
    far = replace(host, endpoint=by_line) if host.endpoint else replace(host, address=by_line)
    yield host, far, cutter
    cutter.close()


@pytest.fixture
def name(tmp_path: Path) -> str:
    """Return the name of a folder that no other test has."""
    return hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]


@pytest.fixture
def store(host: Host, name: str, open_at: Callable[[Host], Store]) -> Store:
    """Return a target of each kind in turn."""
    return open_at(host)


@pytest.fixture
def open_at(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Store]:
    """Return what opens the test's own folder on a host, each time by itself."""
    monkeypatch.setenv("PODDARKIV_PASSWORD", PASSWORD)
    monkeypatch.setattr(session, "PAUSES", (0.01,) * 5)

    def open_it(host: Host, **more: object) -> Store:
        target = Target.model_validate(
            {"name": "prov", "address": host.of(name), "endpoint": host.endpoint, **more}
        )
        return open_store(target, tmp_path / "arkiv")

    return open_it


@pytest.fixture
def site(tmp_path: Path) -> Callable[[dict[str, str | None]], dict[str, LocalFile]]:
    """Return what makes a site: files by path, with their content; a second call changes some."""
    folder = tmp_path / "site"
    there: dict[str, LocalFile] = {}

    def make(changes: dict[str, str | None]) -> dict[str, LocalFile]:
        for path, text in changes.items():
            if text is None:
                del there[path]
                continue
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            content = text.encode()
            file.write_bytes(content)
            there[path] = LocalFile(path, file, len(content), hashlib.sha256(content).hexdigest())
        return dict(there)

    return make
