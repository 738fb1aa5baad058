"""Addresses of targets: what they mean, and what is refused without being shown."""

import pytest

from poddarkiv.errors import PublishError, UsageError
from poddarkiv.model import Address, Target, split_address
from poddarkiv.publish.stores import choose, open_store


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ut/webb", Address("file", "ut/webb")),
        ("/srv/webb/", Address("file", "/srv/webb")),
        ("C:\\webb", Address("file", "C:\\webb")),
        ("file:///srv/min%20webb", Address("file", "/srv/min webb")),
        ("sftp://ada@h.example:2222/~/www", Address("sftp", "/~/www", "h.example", 2222, "ada")),
        ("s3://Podd.Hink", Address("s3", "/", "Podd.Hink")),
        ("s3://podd/a/b/", Address("s3", "/a/b", "podd")),
        ("webdavs://[::1]:8443/x", Address("webdavs", "/x", "::1", 8443)),
        (
            "ftps://ada%40podd.example@ftp.example/",
            Address("ftps", "/", "ftp.example", None, "ada@podd.example"),
        ),
        ("git:origin/sidor", Address("git", "origin/sidor")),
    ],
)
def test_an_address_is_taken_apart(text, wanted):
    assert split_address(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "sftp://ada:hemligt@h.example/www",
        "sftp://ada:hem/ligt@h.example/www",
        "ftps://ada:hemligt%40h.example/www",
        "s3://nyckel:hemligt@podd/x",
        "webdavs://:hemligt@h.example/",
    ],
)
def test_a_password_is_refused_and_not_shown(text):
    with pytest.raises(ValueError) as fault:
        split_address(text)

    assert str(fault.value).startswith("an address with a password in it would be read by")
    assert "ligt" not in str(fault.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://h.example/",
        "sftp:///www",
        "sftp://h.example/a?b",
        "git:../x",
        "git:",
        "rsync://h/x",
    ],
)
def test_what_is_no_target_is_refused(text):
    with pytest.raises(ValueError):
        split_address(text)


def target(address, **more):
    return Target.model_validate({"name": "prov", "address": address, **more})


@pytest.mark.parametrize("scheme", ["ftp", "webdav"])
def test_what_others_can_read_must_be_said(scheme, tmp_path):
    with pytest.raises(UsageError) as fault:
        open_store(target(f"{scheme}://h.example/www"), tmp_path)

    assert str(fault.value) == (
        f"{scheme}://h.example/www: everybody on the way can read and change what is sent, the "
        f"password too – use {scheme}s://, or say --insecure"
    )
    open_store(target(f"{scheme}://h.example/www", insecure=True), tmp_path)


@pytest.mark.parametrize("place", [".", "..", "site", "episodes/x", ".git"])
def test_the_archive_itself_is_no_target(place, tmp_path):
    root = tmp_path / "arkiv"
    root.mkdir()
    with pytest.raises(UsageError) as fault:
        open_store(target(place), root)

    assert "holds the archive itself, or is a part of it" in str(fault.value)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "fil").write_text("x")
    with pytest.raises(PublishError) as fault:
        open_store(target(str(tmp_path / "fil")), tmp_path / "arkiv")

    assert str(fault.value) == f"{tmp_path / 'fil'} is a file; a folder was expected"


def test_what_is_not_installed_is_named_with_the_line_that_installs_it(tmp_path, monkeypatch):
    def absent(_name):
        raise ModuleNotFoundError("No module named 'sshfs'")

    monkeypatch.setattr(choose.importlib, "import_module", absent)
    with pytest.raises(PublishError) as fault:
        open_store(target("sftp://h.example/www"), tmp_path)

    assert str(fault.value) == (
        "sftp://h.example/www: what speaks sftp is not installed: pip install 'poddarkiv[publish]'"
    )


@pytest.mark.parametrize("name", ["site", "media"])
def test_what_a_link_of_the_archive_leads_to_is_no_target(name, tmp_path):
    root, disk = tmp_path / "arkiv", tmp_path / "annan-disk"
    root.mkdir()
    disk.mkdir()
    (root / name).symlink_to(disk)

    with pytest.raises(UsageError):
        open_store(target(str(disk)), root)


@pytest.mark.parametrize(
    ("address", "folder"),
    [
        ("sftp://h.example/~/", "."),
        ("sftp://h.example/~/www", "www"),
        ("sftp://h.example/~a", "/~a"),
    ],
)
def test_the_accounts_own_folder(address, folder, tmp_path):
    assert open_store(target(address), tmp_path)._root == folder


@pytest.mark.parametrize("text", ["s3://", "s3:///prefix", "sftp://h.example:99999/"])
def test_an_address_without_a_bucket_or_with_a_port_that_is_none_is_told_with_an_example(text):
    with pytest.raises(ValueError) as fault:
        split_address(text)

    assert str(fault.value).startswith("an address such as ")
