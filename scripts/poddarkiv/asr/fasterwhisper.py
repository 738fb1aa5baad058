"""The default engine: CTranslate2 weights, as faster-whisper publishes them.

Of the library, the model, tokenizer, features and word alignment are used. Its batched pipeline is
not: that one keeps whole recordings in memory, never retries a chunk that failed, and encodes in
batches, which on a processor is slower than one by one (measured: 13 %).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poddarkiv.asr.engine import (
    MARKS_AFTER,
    MARKS_BEFORE,
    Hypothesis,
    Request,
    compression_ratio,
    join_words,
)
from poddarkiv.audio.decode import RATE
from poddarkiv.transcript import Word

if TYPE_CHECKING:
    from poddarkiv.audio.decode import Sound

_SEED = 20
_FRAMES = 3000
"""Mel frames in Whisper's window of 30 seconds."""
_SAMPLED = 8
"""The language of one in so many sounds is detected: it takes a tenth of the encoder's time."""
_TOKENS_A_SECOND = 12
"""More than anybody speaks; ends a loop in a short sound early."""


class FasterWhisper:
    """A model on the processor or a graphics card."""

    def __init__(self, folder: Path, *, threads: int = 1, device: str = "cpu") -> None:
        """Load the model.

        Args:
            folder: With `model.bin`, `config.json` and `tokenizer.json`.
            threads: Of the processor. The text may differ with another number: rounding.
            device: `cpu` or `cuda`.
        """
        import faster_whisper

        self.name = f"faster-whisper {faster_whisper.__version__}"
        self._encoded_before: list[tuple[Sound, Any]] = []
        self._gpu = device == "cuda"
        self._model: Any = faster_whisper.WhisperModel(
            str(folder),
            device=device,
            # int8 is smaller and faster on a processor; graphics cards have float16 units.
            compute_type="float16" if self._gpu else "int8",
            cpu_threads=threads,
        )

    def transcribe(self, sounds: "Sequence[Sound]", request: Request) -> list[Hypothesis]:
        """Return a hypothesis for each of `sounds` (float32, 16 kHz, mono, at most 30 seconds)."""
        import ctranslate2

        if not sounds:
            return []
        tokenizer = self._tokenizer(request.language)
        parts = self._encode(sounds)
        encoded = _view(parts)
        prompt = self._model.get_prompt(
            tokenizer, [], without_timestamps=True, hotwords=", ".join(request.hotwords) or None
        )
        # Tokens are capped by the sound's length: a loop in a short sound would fill the window.
        longest = max(len(sound) for sound in sounds) / RATE
        # Sampling must give the same text again: a resumed run writes the same bytes.
        ctranslate2.set_random_seed(_SEED)
        found = self._model.model.generate(
            encoded,
            [prompt] * len(sounds),
            max_length=min(448, len(prompt) + 40 + int(_TOKENS_A_SECOND * longest)),
            return_scores=True,
            suppress_tokens=self._suppressed(tokenizer),
            **_search(request),
        )
        tokens = [
            [token for token in result.sequences_ids[0] if token < tokenizer.eot]
            for result in found
        ]
        words = self._words(tokenizer, tokens, encoded, sounds)
        some = range(0, len(parts), _SAMPLED)
        spoken = dict(zip(some, self._detect_languages([parts[i] for i in some]), strict=True))
        return [
            Hypothesis(
                said, result.scores[0], compression_ratio(tokenizer.decode(ids)), spoken.get(i)
            )
            for i, (said, result, ids) in enumerate(zip(words, found, tokens, strict=True))
        ]

    def detect_language(self, sound: "Sound") -> tuple[str, float]:
        """Return the detected language (ISO 639-1) and its probability."""
        [found] = self._detect_languages(self._encode([sound]))
        return found

    def _detect_languages(self, encoded: Sequence[Any]) -> list[tuple[str, float]]:
        if not self._model.model.is_multilingual:
            return [("en", 1.0)] * len(encoded)
        ranked = self._model.model.detect_language(_view(encoded))
        return [(best[0][0][2:-2], float(best[0][1])) for best in ranked]

    def _tokenizer(self, language: str) -> Any:
        from faster_whisper.tokenizer import Tokenizer

        return Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language=language,
        )

    def _suppressed(self, tokenizer: Any) -> tuple[int, ...]:
        from faster_whisper.transcribe import get_suppressed_tokens

        tokens: tuple[int, ...] = get_suppressed_tokens(tokenizer, [-1])
        return tokens

    def _encode(self, sounds: "Sequence[Sound]") -> list[Any]:
        """Return the encoder's output for each of `sounds`; retries reuse that of the last call."""
        kept = [
            next((made for old, made in self._encoded_before if old is each), None)
            for each in sounds
        ]
        fresh = [each for each, made in zip(sounds, kept, strict=True) if made is None]
        made = iter(self._run_encoder(fresh))
        parts = [next(made) if each is None else each for each in kept]
        self._encoded_before = list(zip(sounds, parts, strict=True))
        return parts

    def _run_encoder(self, sounds: "Sequence[Sound]") -> list[Any]:
        import ctranslate2
        import numpy as np

        # One at a time on a processor: a batch of encoder inputs no longer fits its cache.
        step = len(sounds) if self._gpu else 1
        made: list[Any] = []
        for start in range(0, len(sounds), step or 1):
            features = np.stack([self._features(sound) for sound in sounds[start : start + step]])
            view = ctranslate2.StorageView.from_array(np.ascontiguousarray(features))
            made.extend(np.array(self._model.model.encode(view, to_cpu=self._gpu))[:, None])
        return made

    def _features(self, sound: "Sound") -> Any:
        import numpy as np

        extractor = self._model.feature_extractor
        # The window's end is filled with silence, as when the model was trained.
        padded = np.pad(sound, (0, max(0, 30 * RATE - len(sound))))
        return extractor(padded)[..., :_FRAMES]

    def _words(
        self, tokenizer: Any, tokens: list[list[int]], encoded: Any, sounds: "Sequence[Sound]"
    ) -> list[tuple[Word, ...]]:
        from faster_whisper.transcribe import merge_punctuations

        said = [i for i, ids in enumerate(tokens) if ids]
        words: list[tuple[Word, ...]] = [()] * len(tokens)
        # A mel frame is 10 ms; the alignment looks at no frame beyond the sound.
        frames = [max(2, min(_FRAMES, len(sound) * 100 // RATE)) for sound in sounds]
        # A sound without text can't be aligned; the model wants all of a batch.
        stand_in = tokenizer.encode(" .")
        alignments = (
            self._model.find_alignment(
                tokenizer, [ids or stand_in for ids in tokens], encoded, frames
            )
            if said
            else []
        )
        for i in said:
            merge_punctuations(alignments[i], MARKS_BEFORE, MARKS_AFTER)
            keys = ("word", "start", "end", "probability")
            parts = (tuple(part[key] for key in keys) for part in alignments[i])
            words[i] = join_words(parts, len(sounds[i]) / RATE)
        return words


def _view(parts: Sequence[Any]) -> Any:
    import ctranslate2
    import numpy as np

    return ctranslate2.StorageView.from_array(np.concatenate(parts))


def _search(request: Request) -> dict[str, Any]:
    if request.temperature > 0:
        return {
            "beam_size": 1,
            "num_hypotheses": 5 if request.beam_size > 1 else 1,
            "sampling_topk": 0,
            "sampling_temperature": request.temperature,
        }
    if request.no_repeats:
        return {"beam_size": request.beam_size, "no_repeat_ngram_size": 4}
    return {"beam_size": request.beam_size}
