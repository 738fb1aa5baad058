"""The reference engine: OpenAI's own program, on the same chunks and behind the same gate.

It is slower and needs torch; it is the reference for the other, and runs `.pt` models.
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
_LONGEST = 224


class OpenAIWhisper:
    """A model in torch."""

    def __init__(self, path: Path, *, device: str = "cpu", threads: int = 1) -> None:
        """Load the `.pt` file at `path`."""
        import torch
        import whisper
        from whisper.model import ModelDimensions, Whisper

        self.name = f"openai-whisper {whisper.__version__}"
        if device == "cpu":
            torch.set_num_threads(threads)
        # `weights_only`: a pickle may run code, and models are downloaded.
        checkpoint = torch.load(path, map_location=device, weights_only=True)
        self._model: Any = Whisper(ModelDimensions(**checkpoint["dims"]))
        self._model.load_state_dict(checkpoint["model_state_dict"])
        self._set_alignment_heads(checkpoint.get("alignment_heads") or [])
        self._model = self._model.to(device).eval()
        self._gpu = device != "cpu"

    def _set_alignment_heads(self, heads: list[list[int]]) -> None:
        """Take word times from `heads` (layer, head), which follow the sound best."""
        import torch

        if heads:
            dims = self._model.dims
            mask = torch.zeros(dims.n_text_layer, dims.n_text_head, dtype=torch.bool)
            for layer, head in heads:
                mask[layer, head] = True
            self._model.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)

    def transcribe(self, sounds: "Sequence[Sound]", request: Request) -> list[Hypothesis]:
        """Return a hypothesis for each of `sounds` (float32, 16 kHz, mono, at most 30 seconds)."""
        import torch
        import whisper

        spectra = [self._spectrum(sound) for sound in sounds]
        torch.manual_seed(_SEED)
        # One by one: openai-whisper's beam search fails on batches.
        options = self._options(request)
        found = [whisper.decode(self._model, spectrum, options) for spectrum in spectra]
        return [
            Hypothesis(
                self._words(result.tokens, spectrum, len(sound), request.language),
                float(result.avg_logprob),
                compression_ratio(result.text),
            )
            for result, spectrum, sound in zip(found, spectra, sounds, strict=True)
        ]

    def detect_language(self, sound: "Sound") -> tuple[str, float]:
        """Return the detected language (ISO 639-1) and its probability."""
        import whisper

        if not self._model.is_multilingual:
            return "en", 1.0
        _token, likely = whisper.detect_language(self._model, self._spectrum(sound))
        best = max(likely, key=likely.get)
        return best, float(likely[best])

    def _options(self, request: Request) -> Any:
        import whisper

        # It has no n-gram blocking; a little temperature is its own way out of a loop.
        temperature = 0.2 if request.no_repeats else request.temperature
        warm = temperature > 0
        wide = request.beam_size if request.beam_size > 1 else None
        return whisper.DecodingOptions(
            language=request.language,
            temperature=temperature,
            beam_size=None if warm else wide,
            best_of=5 if warm and wide else None,
            prompt=", ".join(request.hotwords) or None,
            without_timestamps=True,
            sample_len=_LONGEST,
            fp16=self._gpu,
        )

    def _spectrum(self, sound: "Sound") -> Any:
        import whisper

        padded = whisper.pad_or_trim(sound)
        spectrum = whisper.log_mel_spectrogram(padded, self._model.dims.n_mels)
        return spectrum.to(self._model.device)

    def _words(
        self, tokens: list[int], spectrum: Any, samples: int, language: str
    ) -> tuple[Word, ...]:
        from whisper.timing import find_alignment, merge_punctuations
        from whisper.tokenizer import get_tokenizer

        tokenizer = get_tokenizer(
            self._model.is_multilingual,
            num_languages=self._model.num_languages,
            language=language,
            task="transcribe",
        )
        said = [token for token in tokens if token < tokenizer.eot]
        if not said:
            return ()
        frames = max(2, min(_FRAMES, samples * 100 // RATE))
        alignment = find_alignment(self._model, tokenizer, said, spectrum, frames)
        merge_punctuations(alignment, MARKS_BEFORE, MARKS_AFTER)
        return join_words(
            ((each.word, each.start, each.end, each.probability) for each in alignment),
            samples / RATE,
        )
