"""Lines that break and runs that are killed: what is there is whole, and the next run goes on."""

import os
from dataclasses import replace

import pytest

from poddarkiv.errors import PublishError
from poddarkiv.publish import lock
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import PublishOptions, publish
from poddarkiv.publish.stores.base import ASIDE
from poddarkiv.publish.stores.folder import FolderStore
from publish.test_targets import SITE, without_ours

NOBODY = Withdrawn()
SHARES = (0.01, 0.5, 0.9)
"""Of all that goes to the host in one publishing."""


@pytest.fixture(params=SHARES)
def cut(request, line, site, open_at, name):
    """Return what lets the line break after a part of what a whole publishing takes."""
    _host, by_line, cutter = line
    whole = replace(by_line, address=by_line.address.replace("{}", "{}-hel"))
    publish(open_at(whole), site(SITE), NOBODY)
    return lambda *, again: cutter.cut(int(cutter.sent * request.param), again=again)


def test_a_line_that_breaks_once_is_not_noticed(line, cut, site, name, open_at):
    host, by_line, _cutter = line
    cut(again=True)

    publish(open_at(by_line), site(SITE), NOBODY)

    assert without_ours(host.files(name)) == SITE
    assert publish(open_at(host), site({}), NOBODY).is_empty()


def test_a_line_that_stays_broken_is_told_and_the_next_run_goes_on(line, cut, site, name, open_at):
    host, by_line, _cutter = line
    cut(again=False)

    with pytest.raises(PublishError) as fault:
        publish(open_at(by_line), site(SITE), NOBODY)

    assert len(str(fault.value).splitlines()) == 1
    up = without_ours(host.files(name))
    assert {path: text for path, text in up.items() if ASIDE not in path}.items() <= SITE.items()
    assert "feed.xml" not in up or up.keys() == SITE.keys()
    # The run that died was in this very process, which lives on.
    publish(open_at(host), site({}), NOBODY, PublishOptions(take_lock=True))
    assert without_ours(host.files(name)) == SITE


CHANGES = {"index.html": "<h1>Hallå</h1>", "feed.xml": "<rss>2</rss>", "assets/stil.css": None}


def killed_at(step, root, files):
    """Publish in a process that ends at its `step`-th touch of the target; whether it did."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    count = 0

    def deadly(function):
        def touch(*arguments):
            nonlocal count
            count += 1
            if count == step:
                os._exit(9)
            return function(*arguments)

        return touch

    try:
        for call in ("remove", "remove_folder", "_make_folder"):
            setattr(FolderStore, call, deadly(getattr(FolderStore, call)))
        os.fsync = deadly(os.fsync)
        type(root).replace = deadly(type(root).replace)
        publish(FolderStore(root), files, NOBODY)
    finally:
        os._exit(0)


def there(root):
    files = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    return {path: p.read_text() for path, p in files.items() if ".poddarkiv-" not in path}


def test_a_run_that_is_killed_anywhere_leaves_whole_files_and_is_finished_by_the_next(
    tmp_path, site, monkeypatch
):
    monkeypatch.setattr(lock, "UNSIGNED", 0.01)
    steps = 0
    after = {**SITE, **{path: text for path, text in CHANGES.items() if text}}
    del after["assets/stil.css"]
    for step in range(1, 200):
        root = tmp_path / f"ut{step}"
        publish(FolderStore(root), site(SITE), NOBODY)
        if not killed_at(step, root, site(CHANGES)):
            break
        steps += 1
        for path, text in there(root).items():
            assert text in (SITE.get(path), after.get(path)), (step, path)

        publish(FolderStore(root), site({}), NOBODY)

        assert there(root) == after, step
        assert publish(FolderStore(root), site({}), NOBODY).is_empty()
        site(SITE)
    assert steps > 15
