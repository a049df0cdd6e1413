from base64 import b64decode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.errors import SourceError
from wellfit.histories.events.scalars import scalars
from wellfit.histories.events.wire import fields

# Written by TensorFlow 2.21: tf.summary.scalar("epoch_loss", value, step) for 0.75, 0.5 and 0.25.
GENUINE = (
    "PgAAAAAAAADZ0kDnCQAAgNZnwNpBGg1icmFpbi5FdmVudDoyUiQKInRlbnNvcmZsb3cuY29yZS51dGlsLmV2ZW50c193cml0ZXIWazLQMgAAAAAA"
    "AAAkGVbsCX7+r9ZnwNpBKicKJQoKZXBvY2hfbG9zc0IKCAESACIEAABAP0oLCgkKB3NjYWxhcnPuu/KPNAAAAAAAAABeMxdcCTEKsNZnwNpBEAEq"
    "JwolCgplcG9jaF9sb3NzQgoIARIAIgQAAAA/SgsKCQoHc2NhbGFycxuEnSU0AAAAAAAAAF4zF1wJJA6w1mfA2kEQAionCiUKCmVwb2NoX2xvc3NC"
    "CggBEgAiBAAAgD5KCwoJCgdzY2FsYXJzasJqaA=="
)


def test_a_file_that_tensorflow_wrote(tmp_path):
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(b64decode(GENUINE))
    assert scalars(path) == {"epoch_loss": {0: 0.75, 1: 0.5, 2: 0.25}}


@pytest.mark.parametrize("how", ["simple", "content", "floats", "one float", "doubles"])
def test_a_scalar_in_each_way_of_writing_it(how, events, tmp_path):
    path = events(tmp_path / "a.tfevents", {"epoch_loss": [0.5, 0.25]}, how)
    assert scalars(path) == {"epoch_loss": {0: 0.5, 1: 0.25}}


@pytest.mark.parametrize("how", ["vector", "text"])
def test_what_is_no_single_number_is_left_out(how, events, tmp_path):
    assert scalars(events(tmp_path / "a.tfevents", {"weights": [0.5]}, how)) == {}


def test_several_values_in_one_event_and_steps_below_zero(parts, tmp_path):
    path = tmp_path / "a.tfevents"
    values = [parts["value"](tag, 0.5, "simple") for tag in "ab"]
    path.write_bytes(parts["framed"](parts["event"](-1, *values)))
    assert scalars(path) == {"a": {-1: 0.5}, "b": {-1: 0.5}}


def test_of_a_step_that_was_written_twice_the_last_counts(parts, tmp_path):
    path = tmp_path / "a.tfevents"
    path.write_bytes(parts["framed"](*(parts["event"](3, parts["value"]("a", number, "simple")) for number in (1, 2))))
    assert scalars(path) == {"a": {3: 2.0}}


def test_unknown_fields_are_passed_over(parts, tmp_path):
    path, field = tmp_path / "a.tfevents", parts["field"]
    event = parts["event"](0, parts["value"]("a", 0.5, "simple") + field(77, 2, b"news") + field(78, 0, b"\x05"))
    path.write_bytes(parts["framed"](event + field(99, 2, b"later") + field(98, 5, b"four")))
    assert scalars(path) == {"a": {0: 0.5}}


def test_a_file_that_is_being_written_may_end_within_a_record(events, tmp_path):
    path = events(tmp_path / "a.tfevents", {"loss": [0.5, 0.25]})
    path.write_bytes(path.read_bytes()[:-3])
    assert scalars(path) == {"loss": {0: 0.5}}


def test_a_large_record_is_checked_as_well(parts, tmp_path):
    path, large = tmp_path / "a.tfevents", parts["field"](4, 2, bytes(100_000))
    whole = parts["framed"](large, parts["event"](0, parts["value"]("a", 0.5, "simple")))
    path.write_bytes(whole)
    assert scalars(path) == {"a": {0: 0.5}}
    path.write_bytes(whole[:50_000] + b"\x01" + whole[50_001:])
    with pytest.raises(SourceError, match="a record does not fit its checksum, at byte 0"):
        scalars(path)


def bad(name, make, said):
    return pytest.param(make, said, id=name)


def flip(place):
    return lambda whole, parts: whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


@pytest.mark.parametrize(
    "make, said",
    [
        bad("empty", lambda whole, parts: b"", "is empty. Expected a TensorBoard event file"),
        bad("text", lambda whole, parts: b"epoch,loss\n0,0.5\n1,0.4\n", "the length of a record does not fit"),
        bad("short text", lambda whole, parts: b"hello", "it ends within its first record"),
        bad("a bit in a length", flip(2), "the length of a record does not fit its checksum, at byte 0"),
        bad("a bit in a record", flip(20), "a record does not fit its checksum, at byte 0"),
        bad("a bit later", flip(-10), "a record does not fit its checksum, at byte"),
        bad("cut at once", lambda whole, parts: whole[:20], "it ends within its first record"),
        bad("no message", lambda whole, parts: parts["framed"](b"\xff" * 20), "holds a record that is no event"),
        bad("a field too long", lambda whole, parts: parts["framed"](b"\x2a\x7f"), "a field ends after its message"),
        bad("no wire type", lambda whole, parts: parts["framed"](b"\x0b\x01"), "wire type 3 does not exist"),
        bad("half a float", lambda whole, parts: parts["framed"](
            parts["event"](0, parts["field"](1, 2, b"a") + parts["field"](8, 2, b"\x08\x01\x2a\x03abc"))
        ), "packed numbers have an odd length"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused(make, said, events, parts, tmp_path):
    path = events(tmp_path / "a.tfevents", {"loss": [0.5, 0.25]})
    path.write_bytes(make(path.read_bytes(), parts))
    with pytest.raises(SourceError) as refused:
        scalars(path)
    assert said in str(refused.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="cannot be opened"):
        scalars(tmp_path / "gone.tfevents")


@given(st.binary(max_size=60))
def test_any_bytes_are_fields_or_refused(message):
    with suppress(ValueError):
        assert all(number >= 0 for number, _, _ in fields(message))
