"""The page groups cues into sentences as the site does."""

import json
import random
import subprocess
from pathlib import Path

from poddarkiv.formats.reading import make_paragraphs
from poddarkiv.transcript import Segment, Transcript

MODULE = Path(__file__).parents[2] / "scripts/poddarkiv/assets/review/sentences.mjs"
GROUP = """
const { sentences } = await import(process.argv[1])
const chunks = []
for await (const chunk of process.stdin) chunks.push(chunk)
const files = JSON.parse(Buffer.concat(chunks).toString())
const starts = (cues) => sentences(cues.map((cue) => ({ cue }))).map(([first]) => first.cue.start)
console.log(JSON.stringify(files.map(starts)))
"""
# None holds the end of a sentence within it: such a cue joins two sentences on the page.
TEXTS = (
    *("och sedan –", "– kom hon\nhit –", "– till slut.", "Ja.", "Vad?", "Nej!", "Så …", "Så…"),
    *("“Ja.”", "(så.)", "“Ja…”", "Kalle,", "Kalle", "kl. –", "– kl.", 'Han sa "nej".', "slut. –"),
)


def some_cues(seed: int) -> list[Segment]:
    pick = random.Random(seed)
    start, cues = 0.0, []
    for _ in range(40):
        start += pick.choice((0, 0, 0.5, 1.25, 1.5, 3))
        speaker = pick.choice(("Bo", "Bo", "Bo", "Åsa"))
        cues.append(Segment(start, start + 1, pick.choice(TEXTS), speaker))
        start += 1
    return cues


def test_sentences_begin_where_those_of_the_site_begin():
    files = [some_cues(seed) for seed in range(50)]
    asked = [
        [
            {"start": cue.start, "end": cue.end, "speaker": cue.speaker, "text": cue.text}
            for cue in cues
        ]
        for cues in files
    ]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", GROUP, MODULE.as_uri()],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=True,
    )

    expected = [
        [
            sentence.start
            for paragraph in make_paragraphs(Transcript(segments=tuple(cues)))
            for sentence in paragraph.sentences
        ]
        for cues in files
    ]
    assert json.loads(done.stdout) == expected
