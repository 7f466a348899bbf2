"""Adapters to the published implementation, two halves for each: docs/conformance.md.

The Python half is a projection, which turns a model's steps into calls. The half for Node makes the
calls against a release. `specs/conformance.yaml` names both for each claim.
"""
