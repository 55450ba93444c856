"""Passwords of tests: Argon2 as in production, without the work that makes guessing dear (a tenth of a second each)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 64, 1
