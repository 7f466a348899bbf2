"""The language: values, configs, modules, and how modules depend on each other."""
