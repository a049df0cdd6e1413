"""Histories in every form, and event files written by hand: bit by bit, after the specification and not after our "
"code."""

import struct

import numpy as np
import pytest

OVERFITTING = {
    "loss": [round(0.7 * 0.85**epoch, 6) for epoch in range(20)],
    "val_loss": [round(0.3 + 0.4 * 0.6**epoch + 0.01 * epoch, 6) for epoch in range(20)],
    "accuracy": [0.5 + 0.02 * epoch for epoch in range(20)],
    "val_accuracy": [0.5 + 0.01 * epoch for epoch in range(20)],
}


def slow_crc32c(data):
    state = 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ (0x82F63B78 if state & 1 else 0)
    return state ^ 0xFFFFFFFF


def masked(data):
    crc = slow_crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def varint(number):
    number &= (1 << 64) - 1
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, kind, content):
    return varint(number << 3 | kind) + (varint(len(content)) + content if kind == 2 else content)


def value(tag, number, how):
    if how == "simple":
        return field(1, 2, tag.encode()) + field(2, 5, struct.pack("<f", number))
    tensor = {
        "content": field(1, 0, varint(1)) + field(2, 2, b"") + field(4, 2, struct.pack("<f", number)),
        "floats": field(1, 0, varint(1)) + field(5, 2, struct.pack("<f", number)),
        "one float": field(1, 0, varint(1)) + field(5, 5, struct.pack("<f", number)),
        "doubles": field(1, 0, varint(2)) + field(6, 2, struct.pack("<d", number)),
        "vector": field(1, 0, varint(1)) + field(5, 2, struct.pack("<2f", number, number)),
        "text": field(1, 0, varint(7)) + field(8, 2, b"words"),
    }[how]
    return field(1, 2, tag.encode()) + field(9, 2, field(1, 2, field(1, 2, b"scalars"))) + field(8, 2, tensor)


def event(step, *values):
    summary = b"".join(field(1, 2, one) for one in values)
    return field(1, 1, struct.pack("<d", 1.5e9)) + field(2, 0, varint(step)) + field(5, 2, summary)


def framed(*records):
    heads = [struct.pack("<Q", len(record)) for record in records]
    return b"".join(head + masked(head) + record + masked(record) for head, record in zip(heads, records, strict=True))


VERSION = field(1, 1, struct.pack("<d", 1.5e9)) + field(3, 2, b"brain.Event:2")


def write_events(path, columns, how="simple", first=0):
    """One record a value, as the TensorBoard callback writes them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    records = [
        event(first + step, value(tag, number, how))
        for tag, numbers in columns.items()
        for step, number in enumerate(numbers)
    ]
    path.write_bytes(framed(VERSION, *records))
    return path


@pytest.fixture
def overfitting():
    """The dict of a history that overfits after epoch 7."""
    return {name: list(values) for name, values in OVERFITTING.items()}


@pytest.fixture
def parts():
    """The pieces that event files are written with."""
    return {"event": event, "value": value, "framed": framed, "field": field, "varint": varint, "version": VERSION}


@pytest.fixture
def events():
    """A function that writes an event file of some columns."""
    return write_events


@pytest.fixture
def log(tmp_path, overfitting):
    """A function that writes a log folder as Keras lays it out."""

    def write(name="logs", how="floats", validation=True, **changed):
        columns = {**overfitting, **changed}
        for part, start in (("train", ""), ("validation", "val_"))[: 2 if validation else 1]:
            named = {f"epoch_{key}": columns[start + key] for key in ("loss", "accuracy")}
            write_events(tmp_path / name / part / f"events.out.tfevents.1.{name}.v2", named, how)
        return tmp_path / name

    return write


@pytest.fixture
def seeds(overfitting):
    """Histories of several seeds of the overfitting network."""

    def make(count, size=0.004):
        made = []
        for seed in range(count):
            random = np.random.default_rng(seed)
            made.append({key: list(np.array(overfitting[key]) + random.normal(0, size, 20)) for key in overfitting})
        return made

    return make
