"""A piece of a script: what it imports, its constants, its functions."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Section:
    """`imports` are whole lines; `constants` stand above the functions, `numbers`, which are long, below them."""

    imports: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    numbers: tuple[str, ...] = field(default=())


def function(head: str, doc: str, *body: str) -> str:
    """The source of a function.

    >>> print(function("one()", "The number 1.", "return 1"))
    def one():
        \"\"\"The number 1.\"\"\"
        return 1
    """
    lines = [f'"""{doc}"""', *(line for part in body for line in part.split("\n"))]
    return "\n".join([f"def {head}:", *(f"    {line}".rstrip() for line in lines)])
