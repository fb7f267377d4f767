"""Rights by their names, and rules about rows that hold for everybody, administrators included."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy


class NeverDeletedPolicy(ModelPermissionPolicy):
    """Rows that published notices or past days refer to: they are ended by a date, never deleted."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class LookUpOnlyPolicy(ModelPermissionPolicy):
    """Rows that an import command keeps and the admin only shows."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))


def permissions_named(names: tuple[str, ...]) -> list[Permission]:
    """The permissions of these names.

    Raises:
        LookupError: a name that no installed app defines, so that a typing error cannot take a right away silently.
    """
    wanted = Q(pk__in=[])
    for name in names:
        label, codename = name.split(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    found = list(Permission.objects.filter(wanted).select_related("content_type"))
    known = {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}
    if missing := sorted(set(names) - known):
        raise LookupError(f"no such permissions: {', '.join(missing)}")
    return found
