"""What people and units keep for their daily work: questions to the list, and what 办完了 says."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User


class SavedFilter(models.Model):
    """One person's own question to the list, under a name; one may open after the log-in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("起个名"), max_length=20)
    query = models.CharField(max_length=500)
    starts = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(starts=True), name="one_saved_filter_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReplyTemplate(models.Model):
    """One of the choices under 办完了, of a township or the whole county; without any the fixed ones hold."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="reply_templates")
    text = models.CharField(_("怎么说"), max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "text"], name="reply_template_once"),
            models.CheckConstraint(name="reply_template_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
