"""Names for the pictures that come with a recording's chapters."""

from collections.abc import Mapping

from poddarkiv.audio.tag_reader import FileTags
from poddarkiv.i18n import _
from poddarkiv.model import Chapter, Image


def name_pictures(folder: str, tags: FileTags) -> dict[bytes, str]:
    """Return the name in `media/` that each picture of a chapter gets, equal ones once."""
    found = dict.fromkeys(picture for _chapter, picture in tags.chapters if picture)
    return {
        picture: f"{folder}-{number}{picture_ending(picture)}"
        for number, picture in enumerate(found, 1)
    }


def attach_pictures(tags: FileTags, names: Mapping[bytes, str]) -> tuple[Chapter, ...]:
    """Return the chapters of `tags`, each with its picture's name of `names`."""

    def shown(chapter: Chapter, picture: bytes) -> Chapter:
        if not picture:
            return chapter
        alt = _("Picture of the chapter “{title}”", title=chapter.title)
        return chapter.model_copy(update={"image": Image(file=names[picture], alt=alt)})

    return tuple(shown(chapter, picture) for chapter, picture in tags.chapters)


def picture_ending(picture: bytes) -> str:
    """Return the ending of the file that holds `picture`."""
    return ".png" if picture.startswith(b"\x89PNG") else ".jpg"
