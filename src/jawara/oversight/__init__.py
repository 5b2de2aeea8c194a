"""Complaints, monitors, transparency log. The layer is reserved; nothing is built here yet."""
