"""File formats: parse and render transcripts, chapters, locks and audio headers. No I/O.

Each module knows one format or one way of looking at a transcript: `vtt` is the form in which a
transcript is kept, `machine` the words and probabilities that Whisper wrote, `cues` splits words
into subtitle cues, `reading` makes paragraphs, `low_confidence` finds what to listen to again,
`foreign` reads other programs' files, `yamledit` changes one key of a person's YAML.
"""
