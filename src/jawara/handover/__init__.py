"""Readiness, duties, signed transfer. The layer is reserved; nothing is built here yet."""
