"""Solving an agenda, the same way every time."""

from typing import TYPE_CHECKING

from opora.intensives.agenda.model import Conflict, Order, Placed, Proposal
from opora.intensives.agenda.problem import ONLINE, Idea, Name, Problem, Variables

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpSolver

EFFORT = 1.0
"""The solver's own measure of work, not seconds: the same order always ends at the same place. About a second here."""


def propose(order: Order) -> Proposal:
    """The best agenda that keeps every rule, or the rules that leave none."""
    from ortools.sat.python import cp_model

    problem, solver = Problem(order), _solver()
    outcome = solver.solve(problem.model)
    if outcome == cp_model.INFEASIBLE:
        return Proposal("blocked", conflicts=_explain(order))
    if outcome not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Proposal("bounded", bound=int(solver.best_objective_bound))
    sessions = (_placed(solver, *found) for found in zip(problem.ideas, problem.of, strict=True))
    return Proposal(
        "optimal" if outcome == cp_model.OPTIMAL else "bounded",
        tuple(sorted((s for s in sessions if s is not None), key=lambda s: (s.slot, s.audience, s.rank))),
        int(solver.objective_value),
        int(solver.best_objective_bound),
    )


def _solver() -> "CpSolver":
    """One worker, a fixed seed, no clock: nothing but the order decides."""
    from ortools.sat.python.cp_model import CpSolver

    solver = CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = EFFORT
    return solver


def _placed(solver: "CpSolver", idea: Idea, found: Variables) -> Placed | None:
    """A session that the solver placed; fixed ones are the coordinator's and not proposed again."""
    where = next((place for place, var in found.place.items() if solver.boolean_value(var)), None)
    if where is None or idea.fixed is not None or idea.type_id is None:
        return None
    slot, room = where
    kind = next(kind for kind, var in found.kind.items() if solver.boolean_value(var))
    host = next((host for host, var in found.host.items() if solver.boolean_value(var)), None)
    return Placed(
        idea.type_id, idea.audiences[0], kind, slot, None if room == ONLINE.name else room, host, idea.score, idea.rank
    )


def _explain(order: Order) -> tuple[Conflict, ...]:
    """A smallest set of contradicting rules: each is left out in turn and stays out when the rest still contradict."""
    from ortools.sat.python import cp_model

    problem = Problem(order, explained=True)
    names = {literal.index: name for name, literal in problem.assumptions.items()}

    def blocking(kept: list[Name]) -> list[Name] | None:
        """Those of `kept` that contradict, or None when they do not."""
        problem.model.clear_assumptions()
        problem.model.add_assumptions([problem.assumptions[name] for name in kept])
        solver = _solver()
        if solver.solve(problem.model) != cp_model.INFEASIBLE:
            return None
        return sorted((names[index] for index in solver.sufficient_assumptions_for_infeasibility()), key=_order)

    kept = blocking(sorted(problem.assumptions, key=_order)) or []
    for name in list(kept):
        if name in kept and (fewer := blocking([other for other in kept if other != name])) is not None:
            kept = fewer
    return tuple(Conflict(rule, about) for rule, about in kept)


def _order(name: Name) -> tuple[str, str]:
    return name[0], name[1] or ""
