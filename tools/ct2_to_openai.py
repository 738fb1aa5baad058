"""Turn a CTranslate2 Whisper model (float16 or float32) into openai-whisper's `.pt`.

Run: `python tools/ct2_to_openai.py FOLDER OUT.pt`. `poddarkiv transcribe --engine openai-whisper`
does the same by itself, into the cache.
"""

import sys
from pathlib import Path

from poddarkiv.asr.convert import convert_model

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    convert_model(Path(sys.argv[1]), Path(sys.argv[2]))
    print(sys.argv[2])
