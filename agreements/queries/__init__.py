"""Reads that are more than a queryset method, by noun."""

from agreements.queries.clauses import (
    ClauseState,
    clauses_in_text,
    consents_of,
    history_of,
    is_agreed,
    is_left_out,
    is_settled,
    load_clauses,
    state_of,
    version_of,
)
from agreements.queries.money import BudgetTotals, SourceTotal, budget_totals
from agreements.queries.readiness import (
    Obstacle,
    TopicCoverage,
    find_obstacles,
    find_text_obstacles,
    wpo_coverage,
)
from agreements.queries.tasks import Task
from agreements.queries.today import open_tasks

__all__ = [
    "BudgetTotals",
    "ClauseState",
    "Obstacle",
    "SourceTotal",
    "Task",
    "TopicCoverage",
    "budget_totals",
    "clauses_in_text",
    "consents_of",
    "find_obstacles",
    "find_text_obstacles",
    "history_of",
    "is_agreed",
    "is_left_out",
    "is_settled",
    "load_clauses",
    "open_tasks",
    "state_of",
    "version_of",
    "wpo_coverage",
]
