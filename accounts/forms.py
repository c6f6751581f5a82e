"""Logging in and choosing a password."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class LogInForm(AuthenticationForm):
    own_device = forms.BooleanField(label=_("这是我自己的手机"), required=False)

    error_messages = {
        "invalid_login": _("手机号（用户名）或密码不对。错5次要等15分钟"),
        "inactive": _("这个账号已经停用"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("手机号或用户名")
        self.fields["username"].widget.attrs.update(autocomplete="username", autocapitalize="none")
        self.fields["password"].label = _("密码")
        self.helper = _plain_helper()


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("现在的密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password1"].help_text = _(
            "至少10个字，不要只用数字，不要用手机号、姓名或常见的密码"
        )
        self.fields["new_password2"].label = _("再写一遍新密码")
        self.fields["new_password2"].help_text = ""
        self.helper = _plain_helper()


class PasswordAgainForm(forms.Form):
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _plain_helper()


def _plain_helper() -> FormHelper:
    """Fields only: the page writes the form element and its button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper
