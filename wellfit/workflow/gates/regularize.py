"""Gate 5: which countermeasures help on these data, and by how much?"""

from wellfit.workflow.context import Context
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.remedied import try_remedies


class RegularizeGate(Gate):
    """Trains each remedy with the seeds, starts and batches of the plain network, then those that helped together."""

    name = "regularize"
    question = "Which countermeasures help, and by how much?"
    share = 0.75

    def run(self, context: Context) -> Answer:
        """Compare every remedy with the plain network, and choose among all recipes."""
        return try_remedies(context, self.name, self.share)
