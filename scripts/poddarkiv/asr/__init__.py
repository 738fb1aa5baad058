"""Audio to words: the only part that knows Whisper. Heavy libraries are imported where used."""
