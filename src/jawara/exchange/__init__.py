"""Importers, exporters, open standards. The layer is reserved; nothing is built here yet."""
