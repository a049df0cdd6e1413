"""The gates, one file each, in the order in which a study asks them."""

from wellfit.workflow.gates.baseline import BaselineGate
from wellfit.workflow.gates.capacity import CapacityGate
from wellfit.workflow.gates.data import DataGate
from wellfit.workflow.gates.final import FinalGate
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.gates.learning_rate import LearningRateGate
from wellfit.workflow.gates.more_data import MoreDataGate
from wellfit.workflow.gates.power import PowerGate
from wellfit.workflow.gates.regularize import RegularizeGate

ORDER: tuple[Gate, ...] = (
    DataGate(),
    BaselineGate(),
    LearningRateGate(),
    PowerGate(),
    CapacityGate(),
    RegularizeGate(),
    MoreDataGate(),
    FinalGate(),
)

__all__ = ["ORDER", "Answer", "Gate"]
