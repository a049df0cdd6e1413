"""Ctrl-C: the first one stops the run in order, the second one leaves at once."""

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


@contextmanager
def two_stage_interrupt(say: Callable[[str], None], *, leave: Callable[[], object]) -> Iterator[None]:
    """Answer Ctrl-C at once, although Python may be busy inside a compiled program.

    Python raises KeyboardInterrupt only between two of its own instructions, and a chunk of epochs or
    a compilation can take many seconds. Signals are therefore also written to a socket that a thread
    reads: it says that the first one was heard, and at the second calls `leave`, which sets the terminal
    right, and ends the process. That is safe, because a study is written in whole transactions.

    Does nothing outside the main thread, where signals cannot be received.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard, told = socket.socketpair()
    told.setblocking(False)
    before = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(heard, say, leave), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        told.close()


def _listen(heard: socket.socket, say: Callable[[str], None], leave: Callable[[], object]) -> None:
    """Read signal numbers until the other end is closed."""
    count = 0
    with heard:
        while signals := heard.recv(16):
            for _ in range(signals.count(signal.SIGINT)):
                count += 1
                if count == 1:
                    say("Stopping as soon as this step is done; press Ctrl-C again to leave at once.")
                else:
                    say("Left at once.")
                    leave()
                    os._exit(INTERRUPTED)
