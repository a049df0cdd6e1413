"""Files from public addresses, kept where Keras keeps them."""

import hashlib
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import IO

from wellfit.errors import SourceError
from wellfit.record import write_atomically

TIMEOUT = 20.0  # seconds without an answer
MOST_BYTES = 200_000_000  # several times the largest of the files
CHUNK = 1 << 20


def download(address: str, to: Path, sha256: str | None, *, title: str, say: Callable[[str], None]) -> Path:
    """Fetch a file to this place, where it appears whole or not at all.

    Raises SourceError where there is no network, or where what came is not what was expected.
    """
    say(f"Downloading {title} from {address}.")
    data = fetch(address, to, title, _whole)
    if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256:
        raise SourceError(
            f"What {address} gave is not {title}: its SHA-256 is not {sha256}. Somebody stands between this machine "
            f"and the address. {by_hand(address, to)}"
        )
    return write_atomically(to, data)


def fetch(address: str, to: Path, title: str, read: Callable[[IO[bytes]], bytes]) -> bytes:
    """What `read` takes from the address. Raises SourceError where it cannot be reached."""
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
            return read(answer)
    except (OSError, EOFError, HTTPException) as error:
        raise SourceError(
            f"There is no {to}, and downloading {title} failed: {_reason(error)}. {by_hand(address, to)}"
        ) from error


def by_hand(address: str, to: Path) -> str:
    """What to do where there is no network."""
    return (
        f"Download {address} where there is a network and put it at {to}, or into a folder that you name with --data."
    )


def _whole(answer: IO[bytes]) -> bytes:
    data = b""
    while piece := answer.read(CHUNK):
        data += piece
        if len(data) > MOST_BYTES:
            raise OSError(f"the answer has more than {MOST_BYTES:,} bytes")
    return data


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error or type(error).__name__)
