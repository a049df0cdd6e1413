"""A folder of texts by class."""

from pathlib import Path

from wellfit.code.literals import literal
from wellfit.code.loaders.loader import Loader
from wellfit.code.section import Section, function


def folder(path: Path) -> Loader:
    """All .txt files, read as UTF-8; as Windows-1252 where there are texts that are none."""
    classed = any(path.glob("*/*.txt"))
    body = [f"files = sorted(Path(path).glob({literal('*/*.txt' if classed else '*.txt')}))"]
    body.append('texts = [file.read_bytes().decode("utf-8-sig") for file in files]')
    imports, functions = ("from pathlib import Path",), []
    if not all(_is_utf8(file) for file in path.glob("*/*.txt" if classed else "*.txt")):
        body[-1] = "texts = [decoded(file.read_bytes()) for file in files]"
        functions.append(_DECODED)
    columns = '{"text": texts, "class": [file.parent.name for file in files]}' if classed else '{"text": texts}'
    body.append(f"return pl.DataFrame({columns})")
    functions.append(function("load(path)", "One text a file; the name of its folder is its class.", *body))
    return Loader(call="load(path)", section=Section(imports=imports, functions=tuple(functions)))


_DECODED = function(
    "decoded(data)",
    "Text in UTF-8, or else in Windows-1252.",
    "try:",
    '    return data.decode("utf-8-sig")',
    "except UnicodeDecodeError:",
    '    return data.decode("cp1252", errors="replace")',
)


def _is_utf8(file: Path) -> bool:
    try:
        file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
