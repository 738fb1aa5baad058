"""The feed's addresses: pages, files beside them, recordings and pictures. All are absolute."""

from urllib.parse import quote

from poddarkiv.addresses import article_path, episode_path, guest_path
from poddarkiv.archive import Archive
from poddarkiv.model import Episode


def episode_url(archive: Archive, episode: Episode) -> str:
    """Return the address of the episode's page."""
    return archive.site_url + episode_path(episode.slug)


def guest_url(archive: Archive, slug: str) -> str:
    """Return the address of the guest's page."""
    return archive.site_url + guest_path(slug)


def article_url(archive: Archive, slug: str) -> str:
    """Return the address of the article."""
    return archive.site_url + article_path(slug)


def picture_url(archive: Archive, file: str) -> str:
    """Return the address of a picture in `media/`: the site carries it, wherever recordings are."""
    return f"{archive.site_url}media/{quote(file)}"


def enclosure_url(archive: Archive, episode: Episode) -> str:
    """Return where apps fetch the recording, through the measuring service when there is one."""
    url = archive.audio_url(episode) or ""
    prefix = archive.show.enclosure_prefix
    if prefix is None:
        return url
    return f"{prefix.rstrip('/')}/{url.removeprefix('https://')}"
