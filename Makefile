.PHONY: run test check fix lock bench screenshot

# Tries the portal out on http://127.0.0.1:8000, with demo data. PORT changes the port.
run:
	@.ci/python .ci/tryout.py

# Everything: format, lint, templates, types, contracts, settings, all tests, browser.
test:
	@.ci/verify all

# The quick part of it, in less than a minute.
check:
	@.ci/verify quick

# Repairs formatting, and what the linters can repair.
fix:
	@.venv/bin/ruff check --fix --exit-zero --quiet
	@.venv/bin/ruff format --quiet
	@.venv/bin/djlint templates --reformat --warn --quiet

# Fixes the newest allowed version of every dependency, with its hashes.
lock:
	@.ci/lock

# Measures the portal with a million trajectories; BENCH_TRAJECTORIES=50000 for fewer.
# BENCH_ONLY=portal, disclosure or documents measures that part alone.
bench:
	@.ci/python .ci/ground.py
	@DURABLE=1 .ci/with-postgresql .venv/bin/python -m bench

# Takes the picture in the README anew; a test compares it with the portal.
screenshot:
	@TAKE_SCREENSHOT=1 .ci/with-postgresql .venv/bin/pytest -m browser -k screenshot
