"""What a host refuses is one clear line, and nothing there is lost."""

import os
import subprocess
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from poddarkiv.errors import PublishError
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import publish
from publish.servers import PASSWORD, READER, USER
from publish.test_targets import SITE, without_ours
from serving import answering

NOBODY = Withdrawn()


def told(store, site):
    with pytest.raises(PublishError) as fault:
        publish(store, site(SITE), NOBODY)
    assert len(str(fault.value).splitlines()) == 1
    assert PASSWORD not in str(fault.value)
    return str(fault.value).partition(": ")[2]


def test_another_host_key_than_the_known_one(sftp, account, site, open_at):
    known = account / ".ssh/known_hosts"
    right = known.read_text()
    other = account / ".ssh/other_key"
    if not other.exists():
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)]
        subprocess.run(command, check=True)
    place = right.split()[0]
    key = other.with_suffix(".pub").read_text().split()[1]
    try:
        for text in (f"{place} ssh-ed25519 {key}\n", ""):
            known.write_text(text)
            assert told(open_at(sftp), site).startswith(
                "the host shows another key than the one in known_hosts, or none is known"
            )
    finally:
        known.write_text(right)


def test_a_login_that_is_not_known(sftp, account, site, open_at, monkeypatch):
    key = account / ".ssh/id_ed25519"
    away = key.rename(key.with_name("away"))
    try:
        assert told(open_at(sftp), site) == (
            "the host does not let us in: look at the name, the key or the password"
        )
    finally:
        away.rename(key)


@pytest.mark.parametrize("kind", ["webdav", "ftps"])
def test_a_wrong_password(kind, request, site, open_at, monkeypatch):
    host = request.getfixturevalue(kind)
    store = open_at(host)
    monkeypatch.setenv("PODDARKIV_PASSWORD", "fel")

    assert told(open_at(host), site) == (
        "the host does not let us in: look at the name, the key or the password"
    )
    publish(store, site(SITE), NOBODY)


@pytest.mark.parametrize("kind", ["webdav", "ftps"])
def test_an_account_that_may_only_read(kind, request, site, name, open_at, served):
    host = request.getfixturevalue(kind)
    (served / name).mkdir()
    host = replace(host, address=host.address.replace(USER, READER))

    assert told(open_at(host), site) == "this account may not write there"
    assert list((served / name).iterdir()) == []


@pytest.mark.parametrize("kind", ["webdav", "ftps"])
def test_a_certificate_that_nobody_vouches_for(kind, request, site, open_at, monkeypatch):
    host = request.getfixturevalue(kind)
    monkeypatch.delenv("SSL_CERT_FILE")

    assert told(open_at(host), site) == "the host's certificate is not valid for it"


@pytest.mark.parametrize("scheme", ["sftp", "webdavs", "ftps"])
def test_a_name_that_nobody_has(scheme, account, folder, site, open_at):
    host = replace(folder, address=f"{scheme}://{USER}@finns-inte.invalid/{{}}")

    assert told(open_at(host), site) == "there is no host of that name"


@pytest.mark.parametrize("scheme", ["sftp", "webdavs", "ftps"])
def test_a_port_where_nobody_answers(scheme, account, folder, site, open_at):
    host = replace(folder, address=f"{scheme}://{USER}@127.0.0.1:1/{{}}")

    assert told(open_at(host), site).startswith("the connection was lost (")


def test_a_bucket_that_is_not_there(s3, site, open_at):
    host = replace(s3, address="s3://finns-inte/{}")

    assert told(open_at(host), site) == "there is no such bucket, or it is in another region"


def test_no_keys_for_s3(s3, site, open_at, account, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    assert told(open_at(s3), site) == (
        "no keys were found: set AWS_PROFILE, or the AWS_… variables"
    )


@pytest.mark.parametrize("kind", ["sftp", "webdav", "ftps"])
def test_a_file_where_the_folder_should_be(kind, request, site, name, open_at, served):
    (served / name).write_text("en fil")

    said = told(open_at(request.getfixturevalue(kind)), site)

    assert said == "a file is where a folder was expected, or the folder above is not there"
    assert (served / name).read_text() == "en fil"


@pytest.mark.parametrize("kind", ["sftp", "webdav", "ftps"])
def test_a_folder_whose_parent_is_not_there(kind, request, site, name, open_at, served):
    host = request.getfixturevalue(kind)
    host = replace(host, address=host.address.replace("{}", "finns-inte/alls/{}"))

    said = told(open_at(host), site)

    assert said == "a file is where a folder was expected, or the folder above is not there"


@pytest.mark.parametrize("kind", ["folder", "sftp", "webdav", "ftps"])
def test_a_file_in_the_way_of_a_folder_of_the_site_stays(kind, request, site, name, open_at):
    host = request.getfixturevalue(kind)
    host.change(name, "avsnitt", b"en fil")

    said = told(open_at(host), site)

    assert said == "a file is where a folder was expected, or the folder above is not there"
    assert host.files(name)["avsnitt"] == b"en fil"


def test_a_host_that_leads_elsewhere(account, folder, site, open_at):
    class Elsewhere(BaseHTTPRequestHandler):
        def do_PROPFIND(self):
            self.send_response(301)
            self.send_header("Location", "https://annan.example/")
            self.end_headers()

        def log_message(self, *_):
            pass

    with answering(Elsewhere) as address:
        host = replace(folder, address=f"webdav://{address.removeprefix('http://')}/{{}}")
        said = told(open_at(host, insecure=True), site)

    assert said == "the host leads on to another address: write that one"


def test_no_space_left(folder, site, name, open_at, monkeypatch):
    publish(open_at(folder), site(SITE), NOBODY)
    fsync = os.fsync

    def full(number):
        if os.fstat(number).st_size > 300_000:
            raise OSError(28, "No space left on device")
        fsync(number)

    monkeypatch.setattr(os, "fsync", full)
    said = told(open_at(folder), lambda _all: site({**SITE, "media/002.mp3": "x" * 400_000}))

    assert said == "there is no space left"
    assert without_ours(folder.files(name)) == SITE
