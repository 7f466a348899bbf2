"""TLC on the workers of Dask's distributed scheduler; the extra `dask` brings the packages."""
