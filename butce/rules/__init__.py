"""Pure answers: who may do what, and why something is not possible now."""
