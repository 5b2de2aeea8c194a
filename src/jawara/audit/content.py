"""What a line of the trail says, as canonical content."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models

from jawara.audit.models import Event


def event_content(event: Event) -> dict[str, object]:
    """What an event's hash covers: all of it."""
    return {
        "stream": event.stream,
        "seq": event.seq,
        "at": plain(event.at),
        "actor": event.actor,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject": event.subject,
        "key": str(event.key),
        "request_hash": event.request_hash,
        "data": event.data,
    }


def plain(value: object) -> Any:
    """Arguments as canonical JSON values: models by label and key, dates and numbers as text."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{getattr(value, 'key', value.pk)}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, UUID, Decimal)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"cannot be recorded in the trail: {type(value).__name__}")
