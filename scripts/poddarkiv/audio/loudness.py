"""How loud a recording is to a listener: EBU R128, by the meter that ffmpeg has."""

from pathlib import Path

from poddarkiv.audio.packets import opened

_SILENCE = -69.0
"""LUFS: the meter's floor is -70."""


def integrated(path: Path) -> float | None:
    """Return the loudness of the whole recording at `path` in LUFS; None when it is silent.

    All of it is decoded, some 400 times faster than it plays.

    Raises:
        AudioError: The file can't be read.
    """
    import av
    from av.filter import Graph

    measured = ""
    with opened(path) as container:
        stream = container.streams.audio[0]
        graph = Graph()
        source = graph.add_abuffer(template=stream)
        meter = graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        for frame in container.decode(stream):
            graph.push(frame)
            while True:
                try:
                    heard = graph.pull()
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
                measured = heard.metadata.get("lavfi.r128.I", measured)
    loudness = float(measured or "nan")
    return round(loudness, 1) if loudness > _SILENCE else None
