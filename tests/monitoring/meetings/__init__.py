"""Meetings: their rhythm, agenda, minutes, actions, bottlenecks and calendar."""
