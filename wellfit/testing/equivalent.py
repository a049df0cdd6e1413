"""The certificate: fused training gives what plain Keras gives."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from wellfit.testing.certificate import Certificate, Comparison

if TYPE_CHECKING:
    from wellfit.data.dataset import Dataset
    from wellfit.engine.member import TrainedMember
    from wellfit.engine.plans.plan import Plan
    from wellfit.engine.runs import Runs
    from wellfit.engine.session import Session
    from wellfit.recipes.recipe import Recipe
    from wellfit.testing.plain import Plain

# Recipe, seed and fold of a member.
Key: TypeAlias = tuple[str, int, int]


def assert_equivalent(
    recipes: "Recipe | Sequence[Recipe]",
    data: "Dataset",
    *,
    seeds: int | Iterable[int] = 2,
    epochs: int = 1,
    plans: "Sequence[Plan] | None" = None,
    tolerance: float = 1e-4,
    session: "Session | None" = None,
) -> Certificate:
    """Train a family fused, each member again with plain Keras, and hold them together.

    For networks, plans and lowerings of one's own: give recipes that share a shape, so that they are
    neighbours in one program, and more than one seed. Plain Keras is the stock model trained by
    `train_on_batch` from the same start with the same batches. Compared are weights, fixed variables
    (statistics, dropout seeds), training loss and metric, penalty, losses and metrics on held-out
    rows, and the losses that the exported model reaches there.

    Rounding grows from step to step, the faster the higher the learning rate: take few steps, on a
    few hundred rows at most. Layers must begin alike in both, so give their initializers a seed.

    Args:
        recipes: one or several; names must differ.
        data: encoded rows, from `wellfit.read`.
        seeds: a number of seeds or the seeds themselves.
        epochs: passes over the training rows.
        plans: the ways to run the members, one after another; without them the one that `fit_many` chooses.
        tolerance: the largest relative distance that counts as equal.
        session: what to share with other calls, so that nothing is compiled twice.

    Raises:
        AssertionError: something differs; the message is the table of all that was compared.

    >>> import wellfit
    >>> from wellfit.recipes.networks import DenseNetwork
    >>> recipe = wellfit.Recipe(name="plain", network=DenseNetwork(units=(3,)))
    >>> certificate = assert_equivalent(recipe, wellfit.read("example:iris"), seeds=2)
    >>> certificate.members, certificate.apart
    (2, ())
    """
    from wellfit.engine.fit_many import fit_many
    from wellfit.engine.session import Session

    shared = session if session is not None else Session()
    numbers = seeds if isinstance(seeds, int) else list(seeds)
    plain: dict[Key, Plain] = {}
    comparisons: list[Comparison] = []
    for plan in plans if plans is not None else [None]:
        runs = fit_many(recipes, data, seeds=numbers, epochs=epochs, session=shared, plan=plan)
        _train_missing(plain, runs, epochs)
        comparisons += _farthest("; ".join({str(used.choice.plan): None for used in runs.plans}), runs, plain)
    found = Certificate(members=len(plain), epochs=epochs, tolerance=tolerance, comparisons=tuple(comparisons))
    if found.apart:
        raise AssertionError(str(found))
    return found


def _key(member: "TrainedMember") -> "Key":
    return member.recipe.name, member.seed, member.fold


def _train_missing(plain: "dict[Key, Plain]", runs: "Runs", epochs: int) -> None:
    """Train with plain Keras what has not been trained so: once for all plans."""
    from wellfit.engine.streams import Stream
    from wellfit.testing.plain import train_plain

    for member in runs.members:
        if _key(member) not in plain:
            stream = Stream(seed=member.seed, fold=member.fold)
            plain[_key(member)] = train_plain(member.recipe, runs.data.parts[member.fold], stream, epochs)


def _farthest(plan: str, runs: "Runs", plain: "dict[Key, Plain]") -> Iterator[Comparison]:
    """Of each quantity the largest distance over all members."""
    from wellfit.testing.compare import distances

    worst: dict[str, Comparison] = {}
    for member in runs.members:
        for quantity, distance, where in distances(runs, member, plain[_key(member)]):
            if quantity not in worst or _farther(distance, worst[quantity].distance):
                worst[quantity] = Comparison(
                    plan=plan,
                    quantity=quantity,
                    distance=distance,
                    recipe=member.recipe.name,
                    seed=member.seed,
                    fold=member.fold,
                    where=where,
                )
    yield from worst.values()


def _farther(new: float, old: float) -> bool:
    """Whether a distance is larger; none is larger than one that is not a number."""
    return not math.isnan(old) and not new <= old
