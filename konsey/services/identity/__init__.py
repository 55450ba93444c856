"""Residence and identity: declaring, verifying by register, code, desk or the municipality's sign-in, and its end.

Locks are taken in one order: the person's row, the lock-out rows, the code or register entry, the identity's advisory
lock, verifications.
"""
