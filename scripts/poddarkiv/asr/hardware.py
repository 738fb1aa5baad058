"""Choose device, model and process count by the machine's memory, cores and graphics card."""

import os
from pathlib import Path

_GIGABYTE = 1 << 30


def choose_device(engine: str) -> str:
    """Return `cuda` where the engine can use a graphics card, else `cpu`."""
    if engine == "openai-whisper":
        import torch

        return "cuda" if torch.cuda.is_available() else "cpu"
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def count_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:
        return os.cpu_count() or 1


def free_memory() -> int:
    """Return the bytes of available memory; 8 GB where the system doesn't tell."""
    try:
        for line in Path("/proc/meminfo").read_text("utf-8").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 8 * _GIGABYTE


def choose_process_count(seconds: float, short: float, device: str) -> int:
    """Return how many worker processes transcribe `seconds` of sound.

    One below `short` seconds, where loading a second model takes longer than it saves, and on a
    graphics card. Elsewhere one for each core, 2 GB of free memory and two minutes of sound.
    """
    if device != "cpu" or seconds < short:
        return 1
    return max(1, min(count_cores(), free_memory() // (2 * _GIGABYTE), int(seconds / 120)))


def choose_model(language: str | None, device: str) -> str:
    """Return the name of the best model that this machine runs in good time.

    Swedish gets KB-Whisper, which makes half the errors of OpenAI's models of the same size.
    """
    return model_for_hardware(
        language, gpu=device == "cuda", cores=count_cores(), memory=free_memory()
    )


def model_for_hardware(language: str | None, *, gpu: bool, cores: int, memory: int) -> str:
    """Return the model for a machine with that much.

    >>> model_for_hardware("sv", gpu=False, cores=2, memory=4 << 30)
    'KBLab/kb-whisper-base'
    """
    if gpu:
        size = "large"
    elif cores >= 8 and memory >= 8 * _GIGABYTE:
        size = "medium"
    elif cores >= 4 and memory >= 4 * _GIGABYTE:
        size = "small"
    else:
        size = "base"
    if language == "sv":
        return f"KBLab/kb-whisper-{size}"
    return "large-v3" if size == "large" else size
