import subprocess
import sys
import threading

import pytest

from wellfit.app.interrupt import INTERRUPTED, two_stage_interrupt

# The process signals itself while it is inside one long call that does not come back to Python's own
# instructions: hashing holds no lock and is not interrupted, as a compiled training program is not.
BUSY = """
import hashlib, os, signal, sys, threading, time
from wellfit.app.interrupt import two_stage_interrupt

def press(times):
    for _ in range(times):
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)

def say(text):
    print(text, flush=True)

try:
    with two_stage_interrupt(say, leave=lambda: say("terminal set right")):
        threading.Thread(target=press, args=(int(sys.argv[1]),), daemon=True).start()
        hashlib.pbkdf2_hmac("sha256", b"", b"", int(sys.argv[2]))
        time.sleep(30)
except KeyboardInterrupt:
    print("ended in order")
"""


def run_busy(presses, rounds):
    return subprocess.run(
        [sys.executable, "-c", BUSY, str(presses), str(rounds)], capture_output=True, text=True, timeout=60, check=False
    )


def test_the_first_one_is_answered_at_once_and_ends_in_order():
    done = run_busy(1, 1_000_000)
    assert done.stdout.splitlines() == [
        "Stopping as soon as this step is done; press Ctrl-C again to leave at once.",
        "ended in order",
    ]
    assert done.returncode == 0


def test_the_second_one_leaves_at_once():
    done = run_busy(2, 10**9)
    assert done.stdout.splitlines()[-2:] == ["Left at once.", "terminal set right"]
    assert "ended in order" not in done.stdout
    assert done.returncode == INTERRUPTED == 130


def test_outside_the_main_thread_it_changes_nothing():
    said = []

    def body():
        with two_stage_interrupt(said.append, leave=said.clear):
            said.append("ran")

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    assert said == ["ran"]


def test_an_error_of_the_body_comes_through():
    with pytest.raises(ValueError, match="mine"), two_stage_interrupt(print, leave=print):
        raise ValueError("mine")
