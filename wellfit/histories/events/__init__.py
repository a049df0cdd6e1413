"""TensorBoard event files without TensorFlow: frames with checksums, the few protobuf fields, the scalars."""

from wellfit.histories.events.folder import is_log, read_events

__all__ = ["is_log", "read_events"]
