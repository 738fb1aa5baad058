"""Where each page is: addresses from the site's root, ending with a slash. They never change.

The front page is the empty text, so that `root + address` is a link from anywhere.
"""

from poddarkiv.slugs import slugify

HOME = ""
EPISODES = "avsnitt/"
GUESTS = "gaster/"
ARTICLES = "artiklar/"
TOPICS = "amnen/"
GLOSSARY = "ordlista/"
SUBSCRIBE = "prenumerera/"
ABOUT = "om/"
ACCESSIBILITY = "tillganglighet/"
PRIVACY = "integritet/"
SECTIONS = frozenset({HOME, EPISODES, GUESTS, ARTICLES, TOPICS})
"""Addresses of lists, whose sources are called `index.md`."""


def episode_path(slug: str) -> str:
    """Return the address of an episode's page."""
    return f"{EPISODES}{slug}/"


def episodes_page_path(number: int) -> str:
    """Return the address of a page of the episode list; the first is the list itself."""
    return EPISODES if number == 1 else f"{EPISODES}sida-{number}/"


def year_path(year: int) -> str:
    """Return the address of a year's episodes."""
    return f"{EPISODES}ar-{year}/"


def guest_path(slug: str) -> str:
    """Return the address of a guest's page."""
    return f"{GUESTS}{slug}/"


def article_path(slug: str) -> str:
    """Return the address of an article."""
    return f"{ARTICLES}{slug}/"


def easy_read_path(slug: str) -> str:
    """Return the address of an article's easy-read sibling."""
    return f"{ARTICLES}{slug}/lattlast/"


def topic_path(slug: str) -> str:
    """Return the address of a topic."""
    return f"{TOPICS}{slug}/"


def page_path(slug: str) -> str:
    """Return the address of a page of its own (`content/<slug>.md`)."""
    return HOME if slug == "index" else f"{slug}/"


def term_anchor(term: str) -> str:
    """Return the id of a term in the glossary.

    >>> term_anchor("Återhämtning")
    'aterhamtning'
    """
    return slugify(term) or "ord"


def path_of_source(source: str) -> str | None:
    """Return the address of the page that the Markdown file `source` (from `content/`) becomes.

    >>> path_of_source("artiklar/vad-ar-peer-support.lattlast.md")
    'artiklar/vad-ar-peer-support/lattlast/'
    """
    if not source.endswith(".md"):
        return None
    folder, _slash, name = source.removesuffix(".md").rpartition("/")
    if not folder:
        return page_path(name)
    if name == "index":
        return f"{folder}/"
    if name.endswith(".lattlast"):
        return f"{folder}/{name.removesuffix('.lattlast')}/lattlast/"
    return f"{folder}/{name}/"


def source_of(path: str) -> str:
    """Return the Markdown file that the page at `path` passes for: engines find links to it.

    >>> source_of("avsnitt/001-start/"), source_of("avsnitt/")
    ('avsnitt/001-start.md', 'avsnitt/index.md')
    """
    return f"{path}index.md" if path in SECTIONS else f"{path.rstrip('/')}.md"


def root_from(path: str) -> str:
    """Return what leads from the page at `path` to the site's root: `../` for each folder.

    >>> root_from("avsnitt/032-om-peer-support/")
    '../../'
    """
    return "../" * path.count("/")


def link(root: str, path: str) -> str:
    """Return the link to `path` from a page whose way to the site's root is `root`."""
    return f"{root}{path}" or "./"
