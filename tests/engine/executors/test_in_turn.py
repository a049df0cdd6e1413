"""Members that take turns in Keras are the members of the compiled program: same curves, stops and results."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.data.folds import with_folds
from wellfit.engine.executors import in_turn
from wellfit.engine.executors.networks import Networks
from wellfit.engine.fit_many import fit_many
from wellfit.engine.state import Measures
from wellfit.engine.stop import Stop
from wellfit.engine.streams import Stream
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.examples import Examples
from wellfit.recipes.limits import Limits
from wellfit.recipes.networks import ConvolutionalNetwork, DenseNetwork, EmbeddingNetwork
from wellfit.recipes.noise import Noise
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.steps import Steps
from wellfit.recipes.training import Training

EPOCHS = 4
SEEDS = (0, 5)
CONTROLS = ("permuted_labels", "zeroed_inputs", "one_batch")
STREAMS = [*(Stream(seed=seed) for seed in SEEDS), *(Stream(seed=SEEDS[0], control=control) for control in CONTROLS)]
DENSE, EMBEDDING = DenseNetwork(units=(6, 5)), EmbeddingNetwork(words=26, size=4, units=(5,))
PICTURES = ConvolutionalNetwork(filters=(3,), units=(5,))
ADAM = Optimizer(learning_rate=0.01)
RECIPES = {
    "plain": Recipe(name="plain", network=DENSE, optimizer=ADAM, batch_size=8),
    "penalised": Recipe(
        name="penalised",
        network=DENSE,
        optimizer=Optimizer(name="sgd", learning_rate=0.02, momentum=0.9),
        regularization=Regularization(l1=0.002, l2=0.02, limits=Limits(bias_l2=0.1, activity_l2=0.05, max_norm=1.0)),
        batch_size=8,
    ),
    "dropout": Recipe(
        name="dropout",
        network=DENSE,
        optimizer=Optimizer(name="rmsprop", learning_rate=0.003),
        regularization=Regularization(dropout=0.3, noise=Noise(gaussian=0.2, gaussian_dropout=0.1)),
        batch_size=8,
    ),
    "normalized": Recipe(
        name="normalized",
        network=DENSE,
        optimizer=replace(ADAM, weight_decay=0.1),
        regularization=Regularization(batch_normalization=True),
        batch_size=8,
    ),
    "mixed": Recipe(
        name="mixed",
        network=DENSE,
        optimizer=ADAM,
        training=Training(
            examples=Examples(mixup=0.4, label_smoothing=0.1, class_weights=1.0),
            schedule=Schedule(kind="cosine", epochs=3, warm_up=1),
            steps=Steps(clip_norm=0.2, average=0.8),
        ),
        batch_size=8,
    ),
    "falling": Recipe(
        name="falling",
        network=DENSE,
        optimizer=replace(ADAM, learning_rate=0.1),
        training=Training(examples=Examples(mixup=0.4), schedule=Schedule(kind="plateau", epochs=1, factor=0.1)),
        batch_size=8,
    ),
    "changed": Recipe(
        name="changed",
        network=PICTURES,
        optimizer=ADAM,
        training=Training(augmentation=Augmentation.usual(), examples=Examples(cutmix=1.0)),
        batch_size=8,
    ),
    "embedding": Recipe(name="embedding", network=EMBEDDING, optimizer=ADAM, batch_size=8),
}
CASES = [("binary", "plain"), ("binary", "penalised"), ("multiclass", "dropout"), ("regression", "normalized"),
         ("texts", "embedding"), ("multiclass", "mixed"), ("regression", "falling"),
         ("photographs", "changed")]  # fmt: skip
FAST = Recipe(name="fast", network=DENSE, optimizer=Optimizer(learning_rate=0.1), batch_size=8)
PLAIN = ("recipe", "seed", "fold", "control", "result", "sentence", "epochs", "best_epoch", "parameters")
STILL = replace(FAST, name="still", optimizer=Optimizer(learning_rate=1e-12))


@pytest.fixture(scope="module")
def networks():
    """Models for all tests of this file, so that each is compiled once."""
    return Networks()


def assert_same(ours, theirs):
    """Curves and members of two runs, to the precision of float32."""
    keys = ("recipe", "seed", "fold", "control", "epoch")
    assert ours.members
    assert ours.curves.select(keys).equals(theirs.curves.select(keys))
    for name in Measures._fields:
        np.testing.assert_allclose(ours.curves[name], theirs.curves[name], rtol=1e-4, atol=1e-6, err_msg=name)
    for mine, other in zip(ours.members, theirs.members, strict=True):
        assert {name: getattr(mine, name) for name in PLAIN} == {name: getattr(other, name) for name in PLAIN}
        for field in ("best_rows", "last_rows"):
            np.testing.assert_allclose(getattr(mine, field), getattr(other, field), rtol=1e-3, atol=1e-5)
        for part in ("best", "last"):
            for a, b in zip(getattr(mine, part), getattr(other, part), strict=True):
                assert [np.shape(leaf) for leaf in a] == [np.shape(leaf) for leaf in b]
                np.testing.assert_allclose(np.concatenate([np.ravel(leaf) for leaf in a] or [[]]),
                                           np.concatenate([np.ravel(leaf) for leaf in b] or [[]]),
                                           rtol=1e-3, atol=1e-4)  # fmt: skip


@pytest.mark.quick("binary-penalised", "multiclass-dropout", "texts-embedding")
@pytest.mark.parametrize("kind, name", CASES)
def test_the_members_are_those_of_the_compiled_program(kind, name, dataset, session, networks):
    data, recipe = dataset(kind), RECIPES[name]
    # Under batch normalization, and where outputs are penalised or rows mixed, an only partly filled last batch is
    # another one for the control that repeats the first.
    controls = CONTROLS[:2] if name not in ("plain", "dropout", "embedding") else CONTROLS
    streams = [stream for stream in STREAMS if stream.control in ("none", *controls)]
    ours = in_turn.fit([recipe], streams, data, EPOCHS, networks=networks)
    theirs = fit_many(recipe, data, seeds=SEEDS, epochs=EPOCHS, controls=dict.fromkeys(controls, 1), session=session)
    assert_same(ours, theirs)


@pytest.mark.slow
def test_the_members_of_folds_are_those_of_the_compiled_program(dataset, session, networks):
    data, recipe = with_folds(dataset("regression"), 3), RECIPES["plain"]
    streams = [Stream(seed=seed, fold=fold) for fold in range(3) for seed in SEEDS]
    ours = in_turn.fit([recipe], streams, data, EPOCHS, networks=networks)
    assert_same(ours, fit_many(recipe, data, seeds=SEEDS, epochs=EPOCHS, session=session))


def test_the_model_that_is_handed_out_has_the_losses_that_were_measured(dataset, networks):
    data = dataset("multiclass")
    runs = in_turn.fit([RECIPES["dropout"]], STREAMS[:1], data, EPOCHS, networks=networks)
    blocks, truth = data.part("selection")
    given = runs.model("dropout", SEEDS[0], weights="best").predict(blocks["dense"], verbose=0)
    losses = -np.log(given[np.arange(len(truth)), truth])
    np.testing.assert_allclose(losses, runs.of("dropout")[0].best_rows, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("together", [False, True])
def test_members_stop_when_those_of_the_compiled_program_stop(together, binary, session, networks):
    recipes, stop = [STILL, FAST], Stop(patience=6, together=together)
    ours = in_turn.fit(recipes, STREAMS, binary, 20, stop=stop, networks=networks)
    theirs = fit_many(
        recipes, binary, seeds=SEEDS, epochs=20, stop=stop, controls=dict.fromkeys(CONTROLS, 1), session=session
    )
    assert [(member.epochs, member.sentence) for member in ours.members] == [
        (member.epochs, member.sentence) for member in theirs.members
    ]
    assert ours.of("still")[0].result == "stopped"


def test_recipes_that_differ_in_their_rate_share_a_model(binary):
    mine = Networks()
    runs = in_turn.fit([FAST, STILL], STREAMS[:1], binary, 1, networks=mine)
    assert (runs.cost.programs, mine.count) == (1, 1)
    assert 0 < runs.cost.seconds_compiling == mine.seconds_compiling
    again = in_turn.fit([FAST], STREAMS[:1], binary, 1, networks=mine)
    assert (again.cost.programs, again.cost.seconds_compiling) == (0, 0.0)
    assert again.curves["train_loss"][0] == runs.curves.filter(recipe="fast")["train_loss"][0]


def test_a_member_that_is_no_longer_finite_is_a_result(binary, networks):
    wild = replace(FAST, name="wild", optimizer=Optimizer(name="sgd", learning_rate=1e30))
    tame = replace(wild, name="tame", optimizer=Optimizer(name="sgd"))
    runs = in_turn.fit([wild, tame], STREAMS[:1], binary, 2, networks=networks)
    (member,), (neighbour,) = runs.of("wild"), runs.of("tame")
    assert member.result == "diverged"
    assert member.sentence.startswith("The training loss was no longer a finite number in epoch ")
    assert neighbour.result == "trained"


def test_whoever_watches_is_told_of_each_chunk_and_can_end_it(binary, networks):
    told = []

    def watch(done):
        told.append((done.epoch, done.chunk, done.members, done.running, [recipe.name for recipe in done.recipes]))
        return done.epoch >= 10

    runs = in_turn.fit(
        [FAST, RECIPES["normalized"]], STREAMS[:2], binary, 20, stop=Stop(patience=20), watch=watch, networks=networks
    )
    assert told == [(10, 10, 2, 2, ["fast"])]
    assert runs.ended
    assert [(member.recipe.name, member.epochs) for member in runs.members] == [("fast", 10), ("fast", 10)]


def test_without_a_stop_rule_chunks_are_shorter_the_more_members_there_are(binary, networks):
    told, streams = [], [Stream(seed=seed) for seed in range(8)]

    def watch(done):
        told.append(done.chunk)
        return False

    in_turn.fit([FAST], streams, binary, 8, watch=watch, networks=networks)
    assert sum(told) == 8
    assert max(told) < 8
