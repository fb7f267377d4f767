"""Places in the admin's menu, and who may change them."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from portal.core.permissions import LookUpOnlyPolicy, NeverDeletedPolicy
from portal.places.models import AdministrativeUnit, Agency, ServicePoint
from portal.places.viewsets import PlacesGroup

# Before the viewsets: they would register a policy of their own.
register_permission_policy(AdministrativeUnit, LookUpOnlyPolicy(AdministrativeUnit))
register_permission_policy(Agency, NeverDeletedPolicy(Agency))
register_permission_policy(ServicePoint, NeverDeletedPolicy(ServicePoint))

register_snippet(PlacesGroup)
