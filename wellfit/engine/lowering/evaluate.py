"""Evaluates a traced program equation by equation, with a rule in place of some primitives."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax.extend.core import ClosedJaxpr, Jaxpr, JaxprEqn, Literal, Var

from wellfit.engine.lowering import nested
from wellfit.engine.lowering.rule import Rules
from wellfit.engine.lowering.standin import dense, is_standin
from wellfit.engine.lowering.standin_rules import STANDIN_RULES


def evaluate(program: ClosedJaxpr, arguments: Sequence[Any], rules: Rules) -> list[Any]:
    """The program's outputs as arrays; an argument may be a stand-in.

    A program without a primitive that has a rule, and without a stand-in, is evaluated as it is.
    """
    if not _uses(program.jaxpr, rules) and not any(map(is_standin, arguments)):
        return list(jax.core.eval_jaxpr(program.jaxpr, program.consts, *arguments))
    return [dense(value) for value in _evaluate(program, arguments, rules)]


def _evaluate(program: ClosedJaxpr, arguments: Sequence[Any], rules: Rules) -> list[Any]:
    jaxpr = program.jaxpr
    values: dict[Var, Any] = dict(zip((*jaxpr.constvars, *jaxpr.invars), (*program.consts, *arguments), strict=True))

    def read(atom: Var | Literal) -> Any:
        return atom.val if isinstance(atom, Literal) else values[atom]

    for equation in jaxpr.eqns:
        outputs = _equation(jaxpr, equation, [read(atom) for atom in equation.invars], rules)
        values.update(zip(equation.outvars, outputs, strict=True))
    return [read(atom) for atom in jaxpr.outvars]


def _equation(within: Jaxpr, equation: JaxprEqn, inputs: list[Any], rules: Rules) -> list[Any]:
    name = equation.primitive.name
    if any(map(is_standin, inputs)):
        if name in nested.CALLS:
            return _evaluate(nested.CALLS[name](equation), inputs, rules)
        outputs = STANDIN_RULES[name](equation, *inputs) if name in STANDIN_RULES else NotImplemented
        if outputs is not NotImplemented:
            return list(outputs)
        inputs = [dense(value) for value in inputs]
    if name in rules:
        outputs = rules[name](equation, *map(jnp.asarray, inputs))  # constants may be NumPy's
        if outputs is not NotImplemented:
            return list(outputs)
    if any(_uses(inner, rules) for inner in nested.programs(equation)):
        if name in nested.CALLS:
            return _evaluate(nested.CALLS[name](equation), inputs, rules)
        return nested.LOOPS[name](equation, inputs, lambda inner, *given: evaluate(inner, given, rules))
    return _native(within, equation, inputs)


def _native(within: Jaxpr, equation: JaxprEqn, inputs: Sequence[Any]) -> list[Any]:
    """The equation as it stands, custom derivatives and all."""
    variables = {atom: value for atom, value in zip(equation.invars, inputs, strict=True) if isinstance(atom, Var)}
    alone = Jaxpr([], list(variables), equation.outvars, [equation], equation.effects, within.debug_info)
    return list(jax.core.eval_jaxpr(alone, (), *variables.values()))


def _uses(jaxpr: Jaxpr, rules: Rules) -> bool:
    """Whether a program, or one inside it that the evaluator enters, contains a primitive with a rule."""
    return any(
        equation.primitive.name in rules or any(_uses(inner, rules) for inner in nested.programs(equation))
        for equation in jaxpr.eqns
    )
