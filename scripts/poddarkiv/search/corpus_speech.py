"""What is said in the episodes of an archive, of which an earlier index may know the most."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from poddarkiv import addresses
from poddarkiv.formats.columns import speakers_of, transcript_columns
from poddarkiv.formats.reading import make_paragraphs
from poddarkiv.model import Episode
from poddarkiv.search.earlier import EarlierIndex
from poddarkiv.search.spoken import Speech, Vocabulary, read_speech
from poddarkiv.transcript import Transcript


class CorpusSpeech:
    """The transcripts of some episodes; those that an earlier index knows are not parsed."""

    def __init__(
        self,
        transcripts: Mapping[str, Transcript],
        episodes: Sequence[Episode],
        earlier: EarlierIndex,
        progress: Callable[[], object],
    ) -> None:
        """Prepare to read them.

        Args:
            transcripts: By episode slug.
            episodes: Whose transcripts can be found, in the order of their pages.
            earlier: What an earlier index knows.
            progress: Called for each transcript that is read, or known.
        """
        self._transcripts = transcripts
        self._earlier = earlier
        self._progress = progress
        self.vocabulary = Vocabulary(earlier.words)
        """Numbers what is said; it begins with the earlier index's words."""
        self.digests: Mapping[str, str] = {
            episode.slug: transcript_digest(transcripts, episode.slug)
            for episode in episodes
            if has_transcript(episode, transcripts)
        }
        """Of each transcript by episode slug: what is said there follows from it."""

    def read(self, slug: str) -> Speech:
        """Return what is said in an episode, without added words.

        Raises:
            SourceError: The transcript is no WebVTT.
        """
        return self._new[slug] if slug in self._new else self._read(slug)

    def labels(self, slug: str) -> tuple[str, ...]:
        """Return what the speakers of an episode are called; none where nothing is said."""
        if slug in self._known:
            return self._earlier.speakers(page_url(slug))
        if slug not in self.digests:
            return ()
        return tuple(dict.fromkeys(speakers_of(self._transcripts[slug])))

    def count_tokens(self) -> Counter[str]:
        """Return how often each piece between spaces is said."""
        new = self._new.values()
        spoken = Counter(self._earlier.count_words([*map(page_url, self._known)]))
        for speech in new:
            spoken.update(speech.words)
        return Counter({self.vocabulary.words[n]: times for n, times in spoken.items()})

    @cached_property
    def _known(self) -> frozenset[str]:
        """Slugs of the episodes whose transcript the earlier index knows."""
        has = self._earlier.has_speech
        return frozenset(slug for slug, own in self.digests.items() if has(page_url(slug), own))

    @cached_property
    def _new(self) -> Mapping[str, Speech]:
        """What is said in the others, by episode slug."""
        found: dict[str, Speech] = {}
        for slug in self.digests:
            if slug not in self._known:
                found[slug] = self._read(slug)
            self._progress()
        return found

    def _read(self, slug: str) -> Speech:
        return read_speech(make_paragraphs(self._transcripts[slug]), self.vocabulary)


def transcript_digest(transcripts: Mapping[str, Transcript], slug: str) -> str:
    """Return a digest of a transcript, of its file where the mapping knows it unread.

    Args:
        transcripts: By episode slug.
        slug: Which of them.
    """
    own = getattr(transcripts, "digest", None)
    if own is not None:
        return str(own(slug))
    made = transcript_columns(transcripts[slug])
    rows = [made.starts, made.ends, made.speakers, made.texts_by_cue]
    return hashlib.blake2b(repr(list(map(list, rows))).encode(), digest_size=16).hexdigest()


def has_transcript(episode: Episode, transcripts: Mapping[str, Transcript]) -> bool:
    """Whether anything is said in an episode that can be found."""
    said_none = episode.transcript is not None and episode.transcript.status == "none"
    return not said_none and episode.slug in transcripts


def page_url(slug: str) -> str:
    """Return the address of an episode's page as the search has it."""
    return f"/{addresses.episode_path(slug)}"
