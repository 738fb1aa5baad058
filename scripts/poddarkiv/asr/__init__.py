"""Speech recognition: from a recording to words with times. The only room that knows Whisper.

The way of a recording: `plan` says which episodes wait, `run` takes one after the other, `chunker`
finds speech and packs it into chunks of at most 30 seconds, `pool` holds the worker processes that
transcribe batches of chunks (`pipeline`), `quality_gate` says which must be tried again, and
`chunk_cache` keeps what is done when a run is killed. `update` merges the result with what people
have corrected. Heavy libraries (ctranslate2, onnxruntime, torch) are imported where they are used.
"""
