"""Small parts of a notice that every page prints the same way."""

from collections.abc import Iterable
from typing import Any

from django import template

from portal.procedures.presenters_values import LevelBadge, Value

register = template.Library()


@register.inclusion_tag("procedures/includes/value.html")
def value(shown: Value, strong: bool = False) -> dict[str, Any]:
    """A value in one of its three forms: stated, "Không …", or "Chưa cung cấp"."""
    return {"value": shown, "strong": strong}


@register.inclusion_tag("procedures/includes/levels.html")
def levels(badges: Iterable[LevelBadge]) -> dict[str, Any]:
    """Badges of the levels; told apart by word and shape, not by colour alone."""
    return {"badges": badges}
