"""A branch of the archive's own repository as a target."""

import subprocess

import pytest

from poddarkiv.errors import PublishError
from poddarkiv.model import Target
from poddarkiv.publish.plan import Withdrawn
from poddarkiv.publish.run import publish
from poddarkiv.publish.stores import open_store
from publish.test_targets import SITE, without_ours

NOBODY = Withdrawn()


def git(folder, *arguments):
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=a@example.org", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def archive(tmp_path):
    """Return a repository with one commit and something not yet committed, and its remote."""
    root, remote = tmp_path / "arkiv", tmp_path / "fjarr.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / "text.txt").write_text("ett")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "Ett")
    git(root, "remote", "add", "origin", str(remote))
    git(root, "push", "-q", "origin", "main")
    (root / "text.txt").write_text("två")
    (root / "nytt.txt").write_text("nytt")
    git(root, "add", "nytt.txt")
    return root


def branch(root, name="gh-pages"):
    remote = root.parent / "fjarr.git"
    paths = git(remote, "ls-tree", "-r", "--name-only", name).splitlines()
    return {path: git(remote, "show", f"{name}:{path}").encode() for path in paths}


def opened(root, address="git:gh-pages"):
    return open_store(Target.model_validate({"name": "sidor", "address": address}), root)


def state(root):
    return git(root, "status", "--porcelain", "--branch"), git(root, "rev-parse", "HEAD")


def test_the_branch_is_made_with_one_commit_and_the_checkout_is_not_touched(archive, site):
    before = state(archive)

    publish(opened(archive), site(SITE), NOBODY)

    wanted = {path: text.strip() for path, text in SITE.items()}
    assert without_ours(branch(archive)) == {**wanted, ".nojekyll": ""}
    assert git(archive.parent / "fjarr.git", "rev-list", "--count", "gh-pages") == "1"
    assert state(archive) == before


def test_nothing_new_makes_no_commit(archive, site):
    publish(opened(archive), site(SITE), NOBODY)

    assert publish(opened(archive), site({}), NOBODY).is_empty()
    assert git(archive.parent / "fjarr.git", "rev-list", "--count", "gh-pages") == "1"


def test_a_change_is_a_commit_after_the_last_and_leaves_what_people_put_there(archive, site):
    publish(opened(archive), site(SITE), NOBODY)
    clone = archive.parent / "klon"
    git(archive.parent, "clone", "-q", "-b", "gh-pages", "fjarr.git", "klon")
    (clone / "CNAME").write_text("podd.example.org")
    git(clone, "add", "CNAME")
    git(clone, "commit", "-q", "-m", "Namn")
    git(clone, "push", "-q")

    publish(opened(archive), site({"index.html": "nytt", "assets/stil.css": None}), NOBODY)

    there = branch(archive)
    assert (there["index.html"], there["CNAME"]) == (b"nytt", b"podd.example.org")
    assert "assets/stil.css" not in there
    assert git(archive.parent / "fjarr.git", "rev-list", "--count", "gh-pages") == "3"


def test_who_pushed_meanwhile_is_not_written_over(archive, site):
    first, second = opened(archive), opened(archive)
    finish = first.finish

    def late(message):
        publish(second, site({"index.html": "den andra"}), NOBODY)
        finish(message)

    first.finish = late
    with pytest.raises(PublishError) as fault:
        publish(first, site(SITE), NOBODY)

    assert str(fault.value) == (
        "git:gh-pages: somebody else has pushed to it meanwhile, and nothing was changed – run "
        "publish again"
    )
    assert branch(archive)["index.html"] == b"den andra"


def test_a_remote_that_is_not_there_is_told(archive, site):
    git(archive, "remote", "remove", "origin")

    with pytest.raises(PublishError) as fault:
        publish(opened(archive), site(SITE), NOBODY)

    assert str(fault.value) == "git has no remote called “origin”: git remote add origin …"


def test_another_remote_can_be_named(archive, site):
    git(archive, "remote", "rename", "origin", "andra")

    publish(opened(archive, "git:andra/sidor"), site(SITE), NOBODY)

    assert "index.html" in branch(archive, "sidor")


def test_the_branch_that_holds_the_archive_is_no_target(archive, site):
    (archive / "episodes").mkdir()
    (archive / "episodes/show.yml").write_text("title: Podd")
    git(archive, "add", ".")
    git(archive, "commit", "-q", "-m", "Arkivet")
    git(archive, "push", "-q", "origin", "main")
    before = branch(archive, "main")

    with pytest.raises(PublishError) as fault:
        publish(opened(archive, "git:main"), site(SITE), NOBODY)

    assert str(fault.value) == (
        "git:main: that branch holds the archive itself: choose another, as in git:gh-pages"
    )
    assert branch(archive, "main") == before


def test_a_password_in_the_remotes_address_is_not_shown(archive, site):
    url = "http://ada:hemligt@127.0.0.1:1/podd.git"
    git(archive, "remote", "set-url", "origin", url)

    with pytest.raises(PublishError) as fault:
        publish(opened(archive), site(SITE), NOBODY)

    assert "git says: fatal: unable to access" in str(fault.value)
    assert "hemligt" not in str(fault.value)


def test_a_git_that_speaks_swedish_is_understood_too(archive, site, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", "sv")
    git(archive, "remote", "set-url", "origin", "http://127.0.0.1:1/podd.git")

    with pytest.raises(PublishError) as fault:
        publish(opened(archive), site(SITE), NOBODY)

    assert "git says: fatal: unable to access" in str(fault.value)


def test_a_remote_that_refuses_leaves_all_as_it_was(archive, site):
    publish(opened(archive), site(SITE), NOBODY)
    hook = archive.parent / "fjarr.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho nej >&2\nexit 1\n")
    hook.chmod(0o755)
    before = branch(archive)

    with pytest.raises(PublishError) as fault:
        publish(opened(archive), site({"index.html": "nytt"}), NOBODY)

    assert len(str(fault.value).splitlines()) == 1
    assert branch(archive) == before
