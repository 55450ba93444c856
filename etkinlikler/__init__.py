"""Room to come; nothing is built here before its issue."""
