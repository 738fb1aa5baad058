"""Choose the kind of target by its address."""

import importlib
from pathlib import Path

from poddarkiv.errors import PublishError, UsageError
from poddarkiv.i18n import _
from poddarkiv.model import Address, Target, split_address
from poddarkiv.publish.passwords import find_password
from poddarkiv.publish.stores.base import Store
from poddarkiv.publish.stores.folder import FolderStore
from poddarkiv.publish.stores.git import GitStore

_OPEN = {"ftp", "webdav"}
"""Where everybody on the way may read, and change, what is sent."""


def open_store(target: Target, root: Path) -> Store:
    """Return the store that `target` means, not yet connected.

    Args:
        target: The target.
        root: The archive's folder, from which a folder's address is counted.

    Raises:
        UsageError: Its address may not be used so.
        PublishError: The libraries that it needs are not installed.
    """
    address = split_address(target.address)
    if address.scheme == "file":
        return FolderStore(_folder(address, root))
    if address.scheme == "git":
        return GitStore(root, address.path)
    if address.scheme in _OPEN and not target.insecure:
        raise UsageError(
            _(
                "{target}: everybody on the way can read and change what is sent, the password "
                "too – use {better}, or say --insecure",
                target=address,
                better=f"{address.scheme}s://",
            )
        )
    return _by_library(target, address)


def _by_library(target: Target, address: Address) -> Store:
    name = {"webdavs": "webdav", "ftps": "ftp"}.get(address.scheme, address.scheme)
    try:
        module = importlib.import_module(f"poddarkiv.publish.stores.{name}")
    except ImportError as error:
        raise PublishError(
            _(
                "{target}: what speaks {kind} is not installed: pip install 'poddarkiv[publish]'",
                target=address,
                kind=address.scheme,
            )
        ) from error
    if name == "s3":
        store: Store = module.S3Store(address, endpoint=target.endpoint, profile=target.profile)
        return store
    password = find_password(target.name, address)
    kinds = {"sftp": "SftpStore", "webdav": "WebdavStore", "ftp": "FtpStore"}
    made: Store = getattr(module, kinds[name])(address, password)
    return made


def _folder(address: Address, root: Path) -> Path:
    folder = (root / Path(address.path).expanduser()).resolve()
    sources = ("episodes", "content", "media", "overrides", "site", ".git", ".poddarkiv")
    # Some of them may be links to another disk.
    inside = any(folder.is_relative_to((root / name).resolve()) for name in sources)
    if root.is_relative_to(folder) or inside:
        raise UsageError(
            _(
                "{folder} holds the archive itself, or is a part of it: choose another folder",
                folder=folder,
            )
        )
    if folder.exists() and not folder.is_dir():
        raise PublishError(_("{folder} is a file; a folder was expected", folder=folder))
    return folder
