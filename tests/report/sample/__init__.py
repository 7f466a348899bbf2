"""The recorded run that tests and documentation share; `python -m tests.report.sample` records it.

The models are in `specs`; the run of the real TLC, as `moltverify run --json` prints it, is in
`run.json`.
"""
