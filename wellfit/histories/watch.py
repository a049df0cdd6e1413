"""`wellfit.Watch`: a Keras callback that says what it sees while a model trains, and stops once it overfits."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from wellfit.diagnosis import Verdict
from wellfit.diagnosis.alone.bounce import prepare
from wellfit.errors import OptionError
from wellfit.histories.penalty import penalty_of, without_penalty
from wellfit.histories.watched import Watched

if TYPE_CHECKING:
    from keras.callbacks import Callback
else:
    Callback = object


class Watch(Callback):
    """A callback for `model.fit`, on any backend: says what it sees, stops at overfitting, restores the best weights.

    It says something only when what it sees changes, in one line, and never more than one an epoch:

        model.fit(x, y, validation_split=0.2, epochs=100, callbacks=[wellfit.Watch()])

    It stops when the validation loss has risen beyond its bouncing while the training loss fell: how many epochs that
    takes depends on how much the curve bounces. A slow wandering of the loss over many epochs looks the same in a
    single run; the weights that come back are the best in either case. It also stops when the loss is no longer a
    number. Afterwards `watch.verdict` is what `wellfit.diagnose` says of the run.

    What it judges are losses without the penalty on weights that Keras adds to both: a penalty that falls hides a
    validation loss that rises. Penalties on outputs of layers (`activity_regularizer`) stay in.

    Args:
        patience: None: the evidence alone decides. A number: stop also after so many epochs without a new lowest
            validation loss, whatever the evidence.
        stop: False: train to the last epoch whatever is seen.
        restore: at the end, stopped or not, put back the weights of the epoch with the lowest validation loss.
        say: who is given each line; None for silence.
        constant: the loss of always giving the same answer, for the verdict.

    Raises OptionError for a patience under 1.
    """

    def __new__(cls, *_: Any, **__: Any) -> "Watch":
        """An instance that is a `keras.callbacks.Callback`, too, of the Keras that is running by now.

        Keras is imported here and not with this module: `from wellfit import Watch` at the top of a script must not
        choose the backend for the `import keras` that follows it.
        """
        kind: Any = cls
        made: Watch = object.__new__(_with_keras(kind))
        return made

    def __init__(
        self,
        *,
        patience: int | None = None,
        stop: bool = True,
        restore: bool = True,
        say: Callable[[str], object] | None = print,
        constant: float | None = None,
    ) -> None:
        if patience is not None and patience < 1:
            raise OptionError(f"The patience is {patience}. Expected None or a number of epochs from 1 on.")
        super().__init__()
        self._weights: list[Any] | None = None
        self._line: str | None = None
        self._penalty: float | None = None
        self.patience, self.stop, self.restore, self.say, self.constant = patience, stop, restore, say, constant
        self._begin()

    @property
    def verdict(self) -> Verdict:
        """What the curves say so far. Raises DataError where there are none that can be judged."""
        return self._seen.verdict()

    @property
    def best_epoch(self) -> int | None:
        """The epoch (from 1) with the lowest validation loss; None before there was one."""
        return self._seen.best_epoch

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Forget what an earlier fit showed."""
        prepare()
        self._begin()
        self._penalty = penalty_of(self.model)

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Say what the epoch before showed: by now Keras' progress bar has ended its line."""
        self._speak()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Look at the losses of an epoch."""
        before, self._penalty = self._penalty, penalty_of(self.model)
        sight, lowest = self._seen.add(epoch + 1, without_penalty(logs or {}, before, self._penalty))
        if lowest and self.restore:
            self._weights = self.model.get_weights()
        if sight is not None:
            self._line = sight.line
            if sight.ends and self.stop:
                self.model.stop_training = True

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Put the best weights back."""
        self._speak()
        best = self._seen.best_epoch
        if self._weights is None or best is None or best == self._seen.last_epoch:
            return
        self.model.set_weights(self._weights)
        self._weights = None
        self._line = f"The weights are those of epoch {best} again, where the validation loss was lowest."
        self._speak()

    def _begin(self) -> None:
        self._seen = Watched(patience=self.patience, constant=self.constant)
        self._weights = self._line = self._penalty = None

    def _speak(self) -> None:
        if self._line is not None and self.say is not None:
            self.say(f"wellfit: {self._line}")
        self._line = None


@cache
def _with_keras(kind: Any) -> Any:
    """The same class, derived from the `keras.callbacks.Callback` of this process as well."""
    from wellfit.backend import keras  # the door: it leaves the backend alone where Keras is there already

    if issubclass(kind, keras.callbacks.Callback):
        return kind
    names = {"__module__": kind.__module__, "__qualname__": kind.__qualname__, "__doc__": kind.__doc__}
    return type(kind.__name__, (kind, keras.callbacks.Callback), names)
