"""The budget's demo content: three cycles, dates relative to the day of loading."""
