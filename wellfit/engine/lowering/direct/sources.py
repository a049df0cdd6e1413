"""What the kernels of a convolution are made of, as one number that changes with it."""

import zlib
from pathlib import Path

from wellfit.engine.sparse import frame, pool

_FILES = [*sorted(Path(__file__).parent.glob("*.py")), *(Path(str(part.__file__)) for part in (frame, pool))]
SOURCES = 1 + zlib.crc32(b"".join(path.read_bytes() for path in _FILES))
