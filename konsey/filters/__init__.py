"""Narrowing lists by what stands in the address (django-filter), one module per aggregate."""
