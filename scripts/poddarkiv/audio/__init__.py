"""Recordings: measure, decode and tag sound files, with PyAV (ffmpeg) and mutagen. An edge.

`track` reads any file packet by packet, whatever is damaged in it, and everything else builds on
it: `packets` hashes the sound without its tags, `measure` finds what the feed must say (bytes,
seconds, MIME type, loudness; `measure_remote` without downloading the whole), `decode` gives the
speech model its samples, `write_tags` writes title, cover and chapters into a copy. Arrays are
float32, mono, 16 kHz; times are seconds from the recording's start.
"""
