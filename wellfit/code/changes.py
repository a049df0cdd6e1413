"""What acts in training alone, as the parts of a script: the optimizer, the loss, and how `fit` is called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellfit.code.literals import literal
from wellfit.code.objects import expression, short
from wellfit.code.section import function
from wellfit.data.task import Task
from wellfit.errors import StudyError

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The training of a recipe as the study recorded it, and the weight of each class."""

    task: Task
    examples: Values
    schedule: Values
    steps: Values
    class_weights: Sequence[float]

    @classmethod
    def of(cls, stored: Values | None, task: Task) -> "Changes":
        """From the study.

        Raises StudyError where mixed rows are weighted as well, for which `fit` has no words, and where pictures are
        changed or cut, which is not written yet.
        """
        changes = (stored or {}).get("training") or {}
        weights = (stored or {}).get("class_weights") or []
        parts = {name: changes.get(name) or {} for name in ("examples", "schedule", "steps")}
        if weights and parts["examples"].get("mixup"):
            raise StudyError(
                "The chosen recipe mixes rows and weighs their classes, which `fit` of Keras cannot do together; "
                "expected was one of the two. Take best/model.keras, and the settings from the report."
            )
        pictures = [name for name, value in (changes.get("augmentation") or {}).items() if value]
        pictures += ["cutmix"] if parts["examples"].get("cutmix") else []
        if pictures:
            raise StudyError(
                f"The chosen recipe changes its pictures while it trains ({', '.join(pictures)}), which is not written "
                "as plain Keras yet; expected were rows as they are, or mixed by mixup. Take best/model.keras, and the "
                "settings from the report."
            )
        return cls(task=task, class_weights=weights, **parts)

    @property
    def one_hot(self) -> bool:
        """Whether answers are shares of classes, for the loss or because they are mixed."""
        changed = self.examples.get("label_smoothing") or self.examples.get("mixup")
        return bool(self.task.kind == "multiclass" and changed)

    @property
    def waits(self) -> bool:
        """Whether the learning rate waits for a plateau of the validation loss."""
        return self.schedule.get("kind") == "plateau"

    def optimizer(self, saved: Values) -> str:
        """The call that makes the optimizer; its learning rate is said even where it is the default."""
        stored, changed = saved["compile_config"]["optimizer"], {}
        if self.steps.get("clip_norm"):
            changed["global_clipnorm"] = self.steps["clip_norm"]
        if self.steps.get("average"):
            changed |= {"use_ema": True, "ema_momentum": self.steps["average"]}
        rate, made = stored["config"].get("learning_rate"), expression(stored, **changed)
        if not isinstance(rate, float):
            return made
        if "learning_rate=" not in made:
            made = made.replace("(", f"(learning_rate={short(rate)!r}{'' if made.endswith('()') else ', '}", 1)
        return re.sub(r"learning_rate=[^,)]+", lambda _: f"learning_rate={self._rate(short(rate))}", made, count=1)

    def _rate(self, rate: float) -> str:
        """The learning rate, or the schedule that it follows; `steps` are those of an epoch."""
        kind, given = self.schedule.get("kind", "constant"), self.schedule
        warm, after = given.get("warm_up"), given.get("epochs")
        decays = "keras.optimizers.schedules"
        if kind == "cosine" and warm:
            return (
                f"{decays}.CosineDecay(0.0, {after!r} * steps, warmup_target={rate!r}, warmup_steps={warm!r} * steps)"
            )
        if kind == "cosine":
            return f"{decays}.CosineDecay({rate!r}, {after!r} * steps)"
        if kind == "step":
            return f"{decays}.ExponentialDecay({rate!r}, {after!r} * steps, {given['factor']!r}, staircase=True)"
        return f"{decays}.PolynomialDecay(0.0, {warm!r} * steps, {rate!r})" if warm else repr(rate)

    @property
    def loss(self) -> str:
        """What is minimised, as source."""
        smoothing = self.examples.get("label_smoothing")
        said = f"label_smoothing={smoothing!r}" if smoothing else ""
        if self.one_hot:
            return f"keras.losses.CategoricalCrossentropy({said})"
        return f"keras.losses.BinaryCrossentropy({said})" if smoothing else literal(self.task.loss)

    def training(self, x: Sequence[str], judged: Sequence[str]) -> list[str]:
        """The lines from the answers to the end of `fit`; `x` and `judged` are the inputs of rows, as source."""
        wanted = "wanted" if self.one_hot else "y"
        lines = [f"wanted = np.eye({len(self.task.classes)}, dtype=np.float32)[y]"] if self.one_hot else []
        given, several = ", ".join(x), len(x) > 1
        said = "epochs=EPOCHS, verbose=2"
        if self.waits:
            held = ", ".join(judged)
            how = f'factor={self.schedule["factor"]!r}, patience={int(self.schedule["epochs"])}, mode="min"'
            lines += [
                f'falls = keras.callbacks.ReduceLROnPlateau("val_loss", {how})',
                f"held_out = {f'[{held}]' if several else held}, {wanted}[part == 2]",
            ]
            said += ", callbacks=[falls], validation_data=held_out"
        if self.examples.get("mixup"):
            return [*lines, f"model.fit(Mixed([{given}], {wanted}[trained]), {said})"]
        if self.class_weights:
            weights = {number: round(weight, 6) for number, weight in enumerate(self.class_weights)}
            said += f", class_weight={weights}"
        return [*lines, f"model.fit({f'[{given}]' if several else given}, {wanted}[trained], batch_size=BATCH, {said})"]

    @property
    def before(self) -> list[str]:
        """What must be known before the optimizer is made."""
        follows = self.schedule.get("kind") in ("cosine", "step") or self.schedule.get("warm_up")
        return ["steps = -(-int(trained.sum()) // BATCH)"] if follows else []

    def functions(self, inputs: int) -> list[str]:
        """What the script defines for it, for a network of so many inputs."""
        mixup = self.examples.get("mixup")
        if not mixup:
            return []
        mixed = "tuple(mixed[:-1])" if inputs > 1 else "mixed[0]"
        init = function("__init__(self, x, y)", "Rows and answers.", *_BEGIN)
        methods = [
            init,
            function("__len__(self)", "Batches in an epoch.", "return -(-len(self.y) // BATCH)"),
            function("on_epoch_end(self)", "Another order.", "self.order = self.random.permutation(len(self.y))"),
            function(
                "__getitem__(self, number)",
                "A batch, mixed with its rows one place further.",
                "rows = self.order[number * BATCH : (number + 1) * BATCH]",
                f"share = np.float32(self.random.beta({mixup!r}, {mixup!r}))",
                "parts = [*(block[rows] for block in self.x), self.y[rows]]",
                "mixed = [share * part + (1 - share) * np.roll(part, 1, axis=0) for part in parts]",
                f"return {mixed}, mixed[-1]",
            ),
        ]
        body = "\n\n".join("\n".join(f"    {line}".rstrip() for line in one.split("\n")) for one in methods)
        return [
            f'class Mixed(keras.utils.PyDataset):\n    """Batches of rows that are mixed with one another."""\n\n{body}'
        ]


_BEGIN = (
    "super().__init__()",
    "self.x, self.y, self.random = x, y, np.random.default_rng(SEED)",
    "self.on_epoch_end()",
)
