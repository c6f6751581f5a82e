"""What goes along with a matter on paper: consent, papers in and out, appointments, pictures (B15)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, Upload, User
from services.choices import AppointmentKind, AppointmentOutcome, ConsentHow, PaperForm
from services.models.event import TicketEvent
from services.models.ticket import Ticket
from services.querysets_papers import AppointmentQuerySet, PaperQuerySet


class Consent(models.Model):
    """That somebody else may act for the villager: only where papers or identity are involved."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="consent")
    how = models.CharField(_("怎么同意的"), max_length=6, choices=ConsentHow)
    who = models.CharField(_("谁同意的"), max_length=40, blank=True)
    witness = models.CharField(_("谁见证"), max_length=40, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("代办授权")
        verbose_name_plural = _("代办授权")

    def __str__(self) -> str:
        return f"{self.ticket} {self.how}"


class Paper(models.Model):
    """One paper that somebody took in; an original comes back before the matter ends.

    `unit`, `received_by` and `received_at` say who has it now; once another unit signed for it,
    `taken_in_by` and `taken_in_at` still say who took it from the villager.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="papers")
    text = models.CharField(_("材料"), max_length=60)
    form = models.CharField(_("原件还是复印件"), max_length=8, choices=PaperForm)
    copies = models.PositiveSmallIntegerField(_("几份"), default=1)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="papers")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="received_papers")
    received_at = models.DateTimeField(_("收到"))
    handed_to = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("交给谁，等点收")
    )
    handed_at = models.DateTimeField(_("交出去"), null=True)
    taken_in_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_in_at = models.DateTimeField(_("从群众手里收的"), null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("还了"), null=True)
    returned_to = models.CharField(_("还给谁"), max_length=40, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("收的材料")
        verbose_name_plural = _("收的材料")
        constraints = [
            models.CheckConstraint(name="paper_has_copies", condition=Q(copies__gte=1)),
            models.CheckConstraint(
                name="paper_returned_by_somebody",
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_handed_on_at_an_instant",
                condition=Q(handed_to=None, handed_at=None)
                | Q(handed_to__isnull=False, handed_at__isnull=False, returned_at=None),
            ),
            models.CheckConstraint(
                name="paper_handed_on_to_another_unit",
                condition=Q(handed_to=None) | ~Q(handed_to=F("unit")),
            ),
            models.CheckConstraint(
                name="paper_taken_in_by_somebody",
                condition=Q(taken_in_by=None, taken_in_at=None)
                | Q(taken_in_by__isnull=False, taken_in_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_by"],
                condition=Q(returned_at=None, form="original"),
                name="paper_in_hand",
            ),
            models.Index(
                fields=["unit"],
                condition=Q(returned_at=None, form="original"),
                name="paper_in_house",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_owed(self) -> bool:
        """An original that has not come back; as a query: `Paper.objects.owed`."""
        return self.form == PaperForm.ORIGINAL and self.returned_at is None

    @property
    def first_taken(self) -> tuple[User, datetime]:
        """Who took it from the villager, and when."""
        if self.taken_in_by is None or self.taken_in_at is None:
            return self.received_by, self.received_at
        return self.taken_in_by, self.taken_in_at

    @property
    def words(self) -> str:
        """户口本原件, 身份证复印件2份"""
        copies = _now("%(count)s份") % {"count": self.copies} if self.copies > 1 else ""
        return f"{self.text}{PaperForm(self.form).label}{copies}"


class Appointment(models.Model):
    """When and where somebody of ours meets the villager: at a counter, or at home."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="appointments")
    kind = models.CharField(_("去哪儿"), max_length=7, choices=AppointmentKind)
    at = models.DateTimeField(_("什么时候"))
    place = models.CharField(_("地方"), max_length=60, blank=True)
    companion = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=AppointmentOutcome, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("约好的时间")
        verbose_name_plural = _("约好的时间")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_appointment"
            ),
            models.CheckConstraint(
                name="ended_appointment_says_how",
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["companion", "at"], condition=Q(ended_at=None), name="appointment_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.at:%m-%d %H:%M}"

    def is_on_or_before(self, at: datetime) -> bool:
        """Today or earlier, and nobody has said what came of it; as a query: `due_by`."""
        return self.ended_at is None and timezone.localdate(self.at) <= timezone.localdate(at)


class TicketPhoto(models.Model):
    """A picture that belongs to a matter, with the step in which it came."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="photos")
    upload = models.OneToOneField(Upload, models.CASCADE, related_name="photo")
    event = models.ForeignKey(TicketEvent, models.PROTECT, related_name="photos")
    # Whether the villager sees it too; their own they always do.
    public = models.BooleanField(_("群众也看得到"), default=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("照片")
        verbose_name_plural = _("照片")

    def __str__(self) -> str:
        return f"{self.ticket} {self.pk}"

    @property
    def is_for_villager(self) -> bool:
        """Their own, and what staff chose to show; the step's event is read with it."""
        return self.public or self.event.actor_id is None
