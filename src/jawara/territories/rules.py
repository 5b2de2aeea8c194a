"""Who may record changes of territory. The roles that carry the permission stand in accounts."""

RECORD_CHANGE = "territories.record_change"
