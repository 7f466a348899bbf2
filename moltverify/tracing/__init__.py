"""Trace validation: does a log of the running system fit a claim's green model as a behaviour?"""
