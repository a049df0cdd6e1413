"""Example data that ships inside scikit-learn."""

from wellfit.code.loaders.loader import Loader
from wellfit.code.section import Section, function


def example(name: str) -> Loader:
    """The loader of scikit-learn, as a table with the column `target`."""
    named = name not in ("diabetes", "digits")
    data = (
        'pl.DataFrame({"x": bunch.images.astype(np.uint8)})'
        if name == "digits"
        else "pl.DataFrame(bunch.data, schema=[str(name) for name in bunch.feature_names])"
    )
    target = "bunch.target_names[bunch.target].tolist()" if named else "bunch.target"
    body = (
        f"bunch = load_{name}()",
        f"frame = {data}",
        f'return frame.with_columns(pl.Series("target", {target}))',
    )
    return Loader(
        call="load()",
        section=Section(
            imports=(f"from sklearn.datasets import load_{name}",),
            functions=(function("load()", "The example as a table.", *body),),
        ),
    )
