"""The letters of the ground floor: one function per letter, one module per aggregate."""
