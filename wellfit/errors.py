"""What wellfit raises when the user can fix it.

    WellfitError
    ├── SourceError    a file, folder or array cannot be read
    ├── DataError      it was read, but nothing can be learned from it as it is
    ├── OptionError    an argument or option has a value that does not exist
    ├── ModelError     a Keras model cannot be loaded or does not fit the data
    └── StudyError     a study on disk is missing, broken or of another format

Every message says what happened, what was expected, what was received and what to do.
Anything else that escapes from wellfit is a defect of ours.
"""


def first_line(error: BaseException) -> str:
    """What another's error says, as one sentence within ours.

    >>> first_line(ValueError("no such thing\\nand much more"))
    'ValueError: no such thing.'
    """
    lines = str(error).strip().splitlines()
    text = (lines[0] if lines else "")[:300]
    return f"{type(error).__name__}: {text}{'' if text.endswith('.') else '.'}" if text else f"{type(error).__name__}."


def kind_of(value: object) -> str:
    """What a value is, with its article.

    >>> kind_of(3), kind_of("three")
    ('an int', 'a str')
    """
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


class WellfitError(Exception):
    """Base of all errors that the user can fix; the command line turns it into exit code 2."""


class SourceError(WellfitError):
    """A source cannot be read: missing, empty, truncated, of another format, unsafe."""


class DataError(WellfitError):
    """The rows were read, but they do not make a learning task: no target, one class, no feature."""


class OptionError(WellfitError):
    """An argument has a value that is not among those that exist."""


class ModelError(WellfitError):
    """A Keras model cannot be loaded, or its shapes do not fit the data."""


class StudyError(WellfitError):
    """A study folder is missing, broken, unfinished for the purpose, or of another format."""
