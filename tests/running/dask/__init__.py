"""Tests of runs on Dask."""
