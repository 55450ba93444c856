"""Every write to the box."""
