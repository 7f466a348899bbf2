"""Audits of a suite: which of its checks are vacuous, and which parts are unused."""
