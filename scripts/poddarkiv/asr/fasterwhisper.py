"""The default engine: CTranslate2 weights, as faster-whisper publishes them.

Of the library, the model, tokenizer, features and word alignment are used. Its batched pipeline is
not: that one keeps whole recordings in memory, never retries a chunk that failed, and encodes in
batches, which on a processor is slower than one by one (measured: 13 %).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poddarkiv.asr.engine import MARKS_AFTER, MARKS_BEFORE, Hearing, Request, compression, joined
from poddarkiv.audio.decode import RATE
from poddarkiv.transcript import Word

if TYPE_CHECKING:
    from poddarkiv.audio.decode import Sound

_SEED = 20
_FRAMES = 3000
"""Mel frames in Whisper's window of 30 seconds."""
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
        self._gpu = device == "cuda"
        self._model: Any = faster_whisper.WhisperModel(
            str(folder),
            device=device,
            compute_type="float16" if self._gpu else "int8",
            cpu_threads=threads,
        )

    def hear(self, sounds: "Sequence[Sound]", request: Request) -> list[Hearing]:
        """Return what is said in each of `sounds`."""
        import ctranslate2

        if not sounds:
            return []
        tokenizer = self._tokenizer(request.language)
        encoded = self._encode(sounds)
        prompt = self._model.get_prompt(
            tokenizer, [], without_timestamps=True, hotwords=", ".join(request.hotwords) or None
        )
        longest = max(len(sound) for sound in sounds) / RATE
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
        return [
            Hearing(said, result.scores[0], compression(tokenizer.decode(ids)), spoken)
            for said, result, ids, spoken in zip(
                words, found, tokens, self._languages(encoded, len(sounds)), strict=True
            )
        ]

    def language(self, sound: "Sound") -> tuple[str, float]:
        """Return the language that is spoken, and how likely it is."""
        [found] = self._languages(self._encode([sound]), 1)
        return found

    def _languages(self, encoded: Any, count: int) -> list[tuple[str, float]]:
        if not self._model.model.is_multilingual:
            return [("en", 1.0)] * count
        ranked = self._model.model.detect_language(encoded)
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

    def _encode(self, sounds: "Sequence[Sound]") -> Any:
        import ctranslate2
        import numpy as np

        features = [self._features(sound) for sound in sounds]
        if self._gpu:
            return self._model.encode(np.stack(features))
        # One at a time: a batch of encoder inputs no longer fits the processor's cache.
        parts = [np.array(self._model.encode(feature)) for feature in features]
        return ctranslate2.StorageView.from_array(np.concatenate(parts))

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
            words[i] = joined(parts, len(sounds[i]) / RATE)
        return words


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
