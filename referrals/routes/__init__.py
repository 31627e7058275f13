"""A route as data: its steps, the check before publishing, and what comes next.

Pure: nothing here asks the database or the clock.
"""
