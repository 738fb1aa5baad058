"""The review page: a web application on this machine to listen to and correct one transcript.

`session` reads and saves the transcript file, `app` serves page, audio and state to this machine's
browser alone, `waveform` and `words` give what the player draws. An edge.
"""
