"""What the engine keeps on disk between runs: compiled programs, and the plans that were measured."""

from functools import cache

import jax

from wellfit.data.kept import folder as folder
from wellfit.data.kept import forget_oldest

MOST_BYTES = 1_000_000_000


@cache
def keep_programs() -> None:
    """Let JAX look compiled programs up on disk, and store them there, unless its user has chosen a place himself."""
    place = folder()
    if place is None or jax.config.jax_compilation_cache_dir is not None:  # type: ignore[attr-defined]
        return
    programs = place / "programs"
    programs.mkdir(exist_ok=True)
    forget_oldest(programs, MOST_BYTES)
    jax.config.update("jax_compilation_cache_dir", str(programs))
    # A family has many small programs, and each is compiled again in the next run: all are worth their bytes.
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
