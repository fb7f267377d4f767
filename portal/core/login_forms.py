"""The form by which staff log in; named in the settings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm


class StaffLoginForm(LoginForm):
    """Wagtail's, whose field of the password has no label, so that Django names it in English after the field."""

    password = forms.CharField(
        label=_("Mật khẩu"), widget=forms.PasswordInput(attrs={"placeholder": _("Mật khẩu của bạn")}), strip=False
    )
