"""Rules about rows that hold for everybody, administrators included."""

from wagtail.permission_policies import ModelPermissionPolicy


class NeverDeletedPolicy(ModelPermissionPolicy):
    """Rows that published notices or past days refer to: they are ended by a date, never deleted."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


class LookUpOnlyPolicy(ModelPermissionPolicy):
    """Rows that an import command keeps and the admin only shows."""

    def user_has_permission(self, user: object, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))
