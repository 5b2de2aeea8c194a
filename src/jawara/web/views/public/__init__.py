"""Pages that anybody can open."""
