"""A large file whose sending is cut off is gone on with, and never mixed with another one."""

import ftplib
import json
import random
import subprocess
import sys
import time

import boto3
import pytest

from poddarkiv.publish.local import list_site_files
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import PublishOptions, publish
from poddarkiv.publish.stores.base import ASIDE, partial_path

SIZE = 24 << 20
SOUND = "media/001 Ångest och hopp.mp3"
NOBODY = Withdrawn()
RUN = """
import json, sys
from pathlib import Path
from poddarkiv.model import Target
from poddarkiv.publish.local import list_site_files
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import publish
from poddarkiv.publish.stores import open_store
site = Path(sys.argv[2])
store = open_store(Target.model_validate(json.loads(sys.argv[1])), site.parent / "arkiv")
publish(store, {file.path: file for file in list_site_files(site)}, Withdrawn())
"""


@pytest.fixture
def site(tmp_path):
    """Return the folder of a site with one large recording."""
    folder = tmp_path / "site"
    (folder / SOUND).parent.mkdir(parents=True)
    (folder / SOUND).write_bytes(random.Random(1).randbytes(SIZE))
    (folder / "feed.xml").write_text("<rss/>")
    return folder


def files(site):
    return {file.path: file for file in list_site_files(site)}


def killed(by_line, cutter, site, name):
    """Publish in a process that is killed when half of the recording is up."""
    cutter.hold(SIZE // 2)
    target = {"name": "prov", "address": by_line.of(name), "endpoint": by_line.endpoint}
    command = [sys.executable, "-c", RUN, json.dumps(target), str(site)]
    process = subprocess.Popen(command)
    until = time.monotonic() + 120
    while not cutter.holds:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)
    process.kill()
    process.wait()
    cutter.release()


@pytest.mark.parametrize("line", ["sftp", "s3"], indirect=True)
def test_a_run_that_is_killed_in_the_middle_is_gone_on_with(line, site, name, open_at):
    host, by_line, cutter = line
    killed(by_line, cutter, site, name)
    assert SOUND not in host.files(name)

    publish(open_at(by_line), files(site), NOBODY)

    assert host.files(name)[SOUND] == (site / SOUND).read_bytes()
    assert cutter.sent < 0.75 * SIZE
    assert [path for path in host.files(name) if ASIDE in path] == []


@pytest.mark.parametrize("line", ["sftp", "s3"], indirect=True)
def test_what_was_begun_of_another_recording_of_that_name_is_not_mixed_in(
    line, site, name, open_at
):
    host, by_line, cutter = line
    killed(by_line, cutter, site, name)
    (site / SOUND).write_bytes(random.Random(2).randbytes(SIZE - 1000))

    publish(open_at(host), files(site), NOBODY)

    assert host.files(name)[SOUND] == (site / SOUND).read_bytes()


@pytest.mark.parametrize("line", ["sftp", "s3"], indirect=True)
def test_what_was_begun_of_a_recording_that_is_gone_does_not_stay(line, site, name, open_at):
    host, by_line, cutter = line
    killed(by_line, cutter, site, name)
    (site / SOUND).unlink()

    publish(open_at(host), files(site), NOBODY)

    assert [path for path in host.files(name) if "media" in path] == []
    assert begun(host, name) == []


@pytest.mark.parametrize("line", ["sftp", "s3"], indirect=True)
def test_a_line_that_breaks_in_the_middle_goes_on_from_there(line, site, name, open_at):
    host, by_line, cutter = line
    cutter.cut(SIZE // 2, again=True)

    publish(open_at(by_line), files(site), NOBODY)

    assert host.files(name)[SOUND] == (site / SOUND).read_bytes()
    assert cutter.sent < 1.5 * SIZE
    assert begun(host, name) == []


@pytest.mark.parametrize("line", ["sftp", "s3"], indirect=True)
def test_a_line_that_breaks_prints_nothing(line, site, name):
    host, by_line, cutter = line
    cutter.cut(SIZE // 2, again=True)
    target = {"name": "prov", "address": by_line.of(name), "endpoint": by_line.endpoint}

    command = [sys.executable, "-c", RUN, json.dumps(target), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert host.files(name)[SOUND] == (site / SOUND).read_bytes()


def begun(host, name):
    """Return the objects of the test that S3 holds parts of."""
    if host.endpoint is None:
        return []
    answer = boto3.client("s3", endpoint_url=host.endpoint).list_multipart_uploads(Bucket="podden")
    return [each["Key"] for each in answer.get("Uploads", []) if each["Key"].startswith(name)]


@pytest.mark.parametrize(
    ("half", "order"), [(True, "APPE"), (False, "STOR")], ids=["own", "another's"]
)
def test_an_ftp_host_appends_to_a_beginning_and_to_nothing_else(
    ftps, site, name, open_at, monkeypatch, half, order
):
    content = (site / SOUND).read_bytes()
    ftps.change(name, partial_path(SOUND), content[: SIZE // 2] if half else b"annat" * 1000)
    orders = []
    store = ftplib.FTP.storbinary

    def noted(self, command, *arguments):
        orders.append(command)
        return store(self, command, *arguments)

    monkeypatch.setattr(ftplib.FTP, "storbinary", noted)
    publish(open_at(ftps), files(site), NOBODY, PublishOptions(take_lock=True))

    assert ftps.files(name)[SOUND] == content
    assert [each.partition(" ")[0] for each in orders if partial_path(SOUND) in each] == [order]


@pytest.mark.parametrize("kind", ["sftp", "ftps"])
def test_a_part_that_is_longer_than_the_file_is_cut(kind, request, site, name, open_at):
    host = request.getfixturevalue(kind)
    content = (site / SOUND).read_bytes()
    host.change(name, partial_path(SOUND), content + b"mer")

    publish(open_at(host), files(site), NOBODY)

    assert host.files(name)[SOUND] == content


def test_parts_are_told_apart_by_the_name_of_their_file():
    assert partial_path("media/a.mp3") != partial_path("media/b.mp3")
    assert partial_path("media/a.mp3").startswith(f"media/{ASIDE}")
