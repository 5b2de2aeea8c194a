"""The revolving fund of the UPK. The layer is reserved; nothing is built here yet."""
