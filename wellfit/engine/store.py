"""Templates and compiled programs for as long as the process lives: a second study of one shape makes neither again."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from threading import RLock
from typing import Any, NamedTuple, TypeVar

import jax
import joblib
from jax.stages import Compiled, Lowered

from wellfit.engine.foreign import settle

MOST = 64  # templates and programs; those not used for longest are forgotten
# LLVM's first level compiles 10 to 15 % faster, and what it makes is as fast: products, convolutions and sparse sums
# are other code.
OPTIONS: dict[str, str | bool] = {"xla_backend_optimization_level": "1"}
T = TypeVar("T")


class Made(NamedTuple):
    """A program, and the seconds that tracing and compiling it took."""

    program: Compiled
    seconds: float


class Store:
    """What is costly to make, by what it was made from."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = RLock()  # Keras' optimizers are changed while they are traced
        self._compilers = ThreadPoolExecutor(joblib.cpu_count(), thread_name_prefix="compile")

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for this key, or is made now."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = make()
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            return self._kept[key]

    def compiled(
        self, key: Hashable, function: Callable[..., Any], arguments: tuple[Any, ...], donate: int | tuple[int, ...]
    ) -> "Future[Made]":
        """The function compiled for arguments of these shapes: traced now, compiled beside what follows."""

        def make() -> "Future[Made]":
            begin = time.perf_counter()
            traced = jax.jit(function, donate_argnums=donate).lower(*arguments)
            return self._compilers.submit(_compile, traced, time.perf_counter() - begin)

        return self.get(key, make)


@cache
def store() -> Store:
    """The one of this process."""
    return Store()


def _compile(traced: Lowered, seconds: float) -> Made:
    begin = time.perf_counter()
    program = traced.compile(compiler_options=OPTIONS)
    settle()
    return Made(program, seconds + time.perf_counter() - begin)
