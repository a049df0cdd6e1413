"""The gates, one file each, and the order in which a study asks them."""

from collections.abc import Mapping, Sequence

from wellfit.workflow.gates.baseline import BaselineGate
from wellfit.workflow.gates.capacity import CapacityGate
from wellfit.workflow.gates.data import DataGate
from wellfit.workflow.gates.final import FinalGate
from wellfit.workflow.gates.final_of_images import ImageFinalGate
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.gates.learning_rate import LearningRateGate
from wellfit.workflow.gates.more_data import MoreDataGate
from wellfit.workflow.gates.power import PowerGate
from wellfit.workflow.gates.regularize import RegularizeGate
from wellfit.workflow.gates.scratch import ScratchGate
from wellfit.workflow.gates.transfer import TransferGate
from wellfit.workflow.gates.tuning import TuningGate
from wellfit.workflow.names import Kind, with_needed

OF_ROWS: tuple[Gate, ...] = (
    DataGate(),
    BaselineGate(),
    LearningRateGate(),
    PowerGate(),
    CapacityGate(),
    RegularizeGate(),
    MoreDataGate(),
    FinalGate(),
)
OF_IMAGES: tuple[Gate, ...] = (
    DataGate(),
    BaselineGate(),
    ScratchGate(),
    TransferGate(),
    TuningGate(),
    ImageFinalGate(),
)
ORDERS: Mapping[Kind, tuple[Gate, ...]] = {
    "rows": OF_ROWS,
    "images": OF_IMAGES,
    "images without a backbone": tuple(gate for gate in OF_IMAGES if gate.name != "tuning"),
}


def gates_of(kind: Kind, only: Sequence[str] | None = None) -> list[Gate]:
    """The gates that a study of such data asks, in order: all, or some with those that they build on."""
    wanted = with_needed(only, kind)
    return [gate for gate in ORDERS[kind] if gate.name in wanted]


__all__ = ["ORDERS", "Answer", "Gate", "gates_of"]
