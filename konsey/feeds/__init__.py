"""Atom feeds, one module per aggregate."""
