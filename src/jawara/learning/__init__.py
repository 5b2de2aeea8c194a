"""Learning community, best practices, champions. The layer is reserved; nothing is built here yet."""
