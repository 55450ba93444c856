"""Events and panels: from announcement to outcomes; and parks opened to citizens' own events."""
