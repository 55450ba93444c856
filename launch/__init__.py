"""Running the portal on one machine: embedded PostgreSQL and Redis, and one supervisor over all parts.

Standard library only (it runs before Django is known), and nothing in the portal imports it.
"""
