"""Two who publish at once: the second stops, and a dead one is not waited for."""

import json
import os
import subprocess
import sys

import pytest

from poddarkiv.errors import PublishError
from poddarkiv.publish import lock
from poddarkiv.publish.lock import HOLDER
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import PublishOptions, publish
from publish.test_targets import SITE, without_ours

NOBODY = Withdrawn()
FAR = {
    "token": "0" * 16,
    "host": "annan-dator",
    "process": 4711,
    "started": "1",
    "since": "2026-11-29T10:00:00+00:00",
}


def holder(seen):
    return json.dumps({**FAR, "seen": seen}).encode()


def test_the_second_stops_and_says_who_is_at_it(store, site, host, name, open_at):
    put, second = store.upload, []

    def meanwhile(path, source, headers):
        put(path, source, headers)
        if path == "index.html":
            with pytest.raises(PublishError) as fault:
                publish(open_at(host), site({}), NOBODY)
            second.append(str(fault.value))

    store.upload = meanwhile
    publish(store, site(SITE), NOBODY)

    [told] = second
    assert f"“poddarkiv publish” is at it on {os.uname().nodename}, process {os.getpid()}" in told
    assert told.endswith("if nothing runs there any more: poddarkiv publish --take-lock")
    assert without_ours(host.files(name)) == SITE
    assert HOLDER not in host.files(name)


def test_of_several_who_try_at_once_one_gets_the_lock(host, open_at):
    stores = [open_at(host) for _each in range(3)]
    for each in stores:
        each.connect()
        each.make_root()

    got = [each.claim(HOLDER, b"{}") for each in stores]

    assert got == [True, False, False]


def test_a_run_that_shows_no_life_is_taken_for_dead(folder, site, name, open_at):
    folder.change(name, HOLDER, holder("2026-01-01T10:00:00+00:00"))

    publish(open_at(folder), site(SITE), NOBODY)

    assert without_ours(folder.files(name)) == SITE


def test_a_process_of_this_machine_that_has_ended_is_not_waited_for(folder, site, name, open_at):
    code = (
        "import json, sys; from poddarkiv.processes import current_process as p; me = p(); "
        "print(json.dumps([me.host, me.number, me.started]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    host_name, number, started = json.loads(done.stdout)
    left = {**FAR, "host": host_name, "process": number, "started": started}
    folder.change(name, HOLDER, json.dumps({**left, "seen": lock._now()}).encode())

    publish(open_at(folder), site(SITE), NOBODY)

    assert without_ours(folder.files(name)) == SITE


def test_a_living_lock_is_taken_only_when_said(folder, site, name, open_at):
    folder.change(name, HOLDER, holder(lock._now()))

    with pytest.raises(PublishError) as fault:
        publish(open_at(folder), site(SITE), NOBODY)
    assert "annan-dator, process 4711, since 2026-11-29T10:00:00+00:00" in str(fault.value)
    publish(open_at(folder), site(SITE), NOBODY, PublishOptions(take_lock=True))

    assert without_ours(folder.files(name)) == SITE


def test_who_has_lost_the_lock_tells_nobody_of_anything(folder, site, name, open_at):
    store = open_at(folder)
    put = store.upload

    def taken_over(path, source, headers):
        put(path, source, headers)
        if path == "index.html":
            folder.change(name, HOLDER, holder(lock._now()))

    store.upload = taken_over
    with pytest.raises(PublishError):
        publish(store, site(SITE), NOBODY)

    assert "feed.xml" not in folder.files(name)
    assert json.loads(folder.files(name)[HOLDER])["host"] == "annan-dator"
