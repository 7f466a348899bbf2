"""Mutation testing: small changes of a model's steps that its properties should find out."""
