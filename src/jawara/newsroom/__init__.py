"""Warta. The layer is reserved; nothing is built here yet."""
