"""The ticket, and the papers that were asked for."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from centers.models import Project
from regions.models import Region
from services import workflow
from services.choices import (
    Basis,
    Channel,
    EndReason,
    Kind,
    Level,
    Mode,
    Outcome,
    Status,
    TicketClass,
)
from services.models.catalogue import Category, ServiceItem
from services.models.event import EventText
from services.models.intake import Requester
from services.querysets import URGENT, TicketQuerySet


class Ticket(models.Model):
    """One matter that somebody brought.

    Only `services.actions` writes it, through `services.actions.turn.Turn`; `unit`, `holder`,
    `overdue_at`, `next_due_at` and `audience` are copies kept by that writer, for lists.
    """

    number = models.CharField(_("编号"), max_length=8, unique=True)
    generation = models.PositiveSmallIntegerField(default=1)
    code_closed = models.BooleanField(_("查询码过期"), default=False)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="tickets", verbose_name=_("哪个村")
    )
    status = models.CharField(_("状态"), max_length=18, choices=Status, default=Status.SUBMITTED)
    kind = models.CharField(_("性质"), max_length=10, choices=Kind, default=Kind.HELP)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="tickets", verbose_name=_("类别")
    )
    item = models.ForeignKey(
        ServiceItem, models.PROTECT, null=True, related_name="tickets", verbose_name=_("事项")
    )
    about_project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("说的哪个改造项目"),
    )
    mode = models.CharField(_("办法"), max_length=9, choices=Mode, default=Mode.DIRECT)
    ticket_class = models.CharField(
        _("急不急"), max_length=8, choices=TicketClass, default=TicketClass.ORDINARY
    )
    urgent_claimed = models.BooleanField(_("群众说很急"), default=False)
    confidential = models.BooleanField(_("只让县里看"), default=False)
    avoided = models.BooleanField(_("本村回避"), default=False)
    channel = models.CharField(_("怎么来的"), max_length=14, choices=Channel)
    place = models.CharField(_("在哪儿"), max_length=100, blank=True)
    requester = models.ForeignKey(
        Requester, models.PROTECT, null=True, related_name="tickets", verbose_name=_("谁")
    )
    on_behalf_of = models.CharField(_("替谁"), max_length=40, blank=True)
    call_me = models.BooleanField(_("让村里打给我"), default=False)
    external_number = models.CharField(_("外部编号"), max_length=40, blank=True)
    opening = models.OneToOneField(EventText, models.SET_NULL, null=True, related_name="+")

    first_contact = models.ForeignKey(
        User, models.PROTECT, related_name="first_contact_tickets", verbose_name=_("首问人")
    )
    entered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("谁录的")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="tickets", verbose_name=_("承办单位")
    )
    holder = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="held_tickets", verbose_name=_("承办人")
    )

    promised_amount = models.DecimalField(_("承诺"), max_digits=6, decimal_places=2, default=5)
    promised_basis = models.CharField(
        _("承诺怎么算"), max_length=12, choices=Basis, default=Basis.WORKING_DAY
    )
    submitted_at = models.DateTimeField(_("收到"))
    accepted_at = models.DateTimeField(_("受理"), null=True)
    deemed_accepted = models.BooleanField(_("视同受理"), default=False)
    instant = models.BooleanField(_("当场办"), default=False)
    contacted_at = models.DateTimeField(_("联系上"), null=True)
    outcome = models.CharField(_("结果"), max_length=9, choices=Outcome, blank=True)
    planned_until = models.DateField(_("什么时候再答复"), null=True)
    referred_to = models.CharField(_("归谁管"), max_length=100, blank=True)
    resolved_at = models.DateTimeField(_("办完"), null=True)
    answered_at = models.DateTimeField(_("回话"), null=True)
    ended_at = models.DateTimeField(_("了结"), null=True)
    end_reason = models.CharField(
        max_length=11, choices=EndReason, blank=True, default=EndReason.NONE
    )
    decline_reason = models.CharField(max_length=20, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged_tickets", verbose_name=_("并到")
    )
    round = models.PositiveSmallIntegerField(_("第几轮"), default=1)
    drawn = models.BooleanField(_("要回访"), default=False)
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    supplements_asked = models.PositiveSmallIntegerField(_("告知次数"), default=0)
    urged_at = models.DateTimeField(null=True)
    disputed_at = models.DateTimeField(null=True)
    dispute_settled_at = models.DateTimeField(null=True)

    overdue_at = models.DateTimeField(_("什么时候超时"), null=True)
    next_due_at = models.DateTimeField(_("最近的时限"), null=True)
    paused = models.BooleanField(_("暂停计时"), default=False)
    audience = ArrayField(models.CharField(max_length=24), default=list)
    last_seq = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-id"]
        verbose_name = _("工单")
        verbose_name_plural = _("工单")
        constraints = [
            models.CheckConstraint(
                name="ticket_number_has_8_digits", condition=Q(number__regex=r"^\d{8}$")
            ),
            models.CheckConstraint(
                name="ticket_status_known", condition=Q(status__in=workflow.STATUSES)
            ),
            models.CheckConstraint(
                name="merged_ticket_names_its_lead",
                condition=~Q(status="merged") | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="declined_ticket_names_its_reason",
                condition=~Q(status="declined") | ~Q(decline_reason=""),
            ),
            models.CheckConstraint(
                name="resolved_ticket_has_an_outcome",
                condition=~Q(status__in=["resolved", "answered", "closed"]) | ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="answered_ticket_was_fed_back",
                condition=~Q(status__in=["answered", "closed"]) | Q(answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["entered_by", "channel", "external_number"],
                condition=~Q(external_number=""),
                name="external_number_once_per_caller",
            ),
        ]
        indexes = [
            GinIndex(fields=["audience"], name="ticket_audience"),
            models.Index(
                fields=["external_number"],
                condition=~Q(external_number=""),
                name="ticket_external_number",
            ),
            models.Index(
                fields=["overdue_at"], condition=Q(overdue_at__isnull=False), name="ticket_overdue"
            ),
            models.Index(
                fields=["unit", "status"],
                condition=Q(
                    status__in=["submitted", "awaiting_materials", "in_progress", "resolved"]
                ),
                name="ticket_open_at_unit",
            ),
            models.Index(
                fields=["first_contact"],
                condition=Q(
                    status__in=["submitted", "awaiting_materials", "in_progress", "resolved"]
                ),
                name="ticket_open_first_contact",
            ),
            models.Index(fields=["region", "submitted_at"], name="ticket_region_submitted"),
            models.Index(fields=["submitted_at"], name="ticket_submitted"),
            models.Index(
                fields=["submitted_at"],
                condition=URGENT & Q(status__in=["submitted", "in_progress"], holder=None),
                name="ticket_urgent_untaken",
            ),
            models.Index(
                fields=["unit"],
                condition=Q(status="answered", drawn=True),
                name="ticket_to_call_back",
            ),
            models.Index(
                fields=["disputed_at"],
                condition=Q(disputed_at__isnull=False),
                name="ticket_disputed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def text(self) -> str:
        """What the villager said, empty once erased; lists select_related("opening")."""
        return self.opening.text if self.opening else ""

    @property
    def is_open(self) -> bool:
        """As a query: `Ticket.objects.open`."""
        return self.status in workflow.OPEN

    @property
    def is_urgent(self) -> bool:
        """As a query: `Ticket.objects.urgent`."""
        return self.ticket_class == TicketClass.URGENT or self.claims_urgency

    @property
    def claims_urgency(self) -> bool:
        """The villager said so, and nobody of the staff has said yet whether it is; accepting does not answer it."""
        return (
            self.urgent_claimed
            and self.ticket_class != TicketClass.URGENT
            and self.status in workflow.CLAIM_STANDS
        )

    @property
    def wants_a_call(self) -> bool:
        """Urgent, and nobody has taken it: the villager had better phone than wait."""
        return self.is_urgent and self.is_open and self.holder_id is None

    @property
    def is_disputed(self) -> bool:
        """Waits for the level above to look; as a query: `Ticket.objects.disputed_since`."""
        return (
            self.disputed_at is not None
            and self.dispute_settled_at is None
            and self.status in {workflow.DECLINED, workflow.CLOSED}
        )

    @property
    def is_decided_above(self) -> bool:
        """An agent's errand whose item the township or the county decides: the village sends it on."""
        return (
            self.mode == Mode.AGENT and self.item is not None and self.item.level != Level.VILLAGE
        )

    def is_overdue(self, at: datetime) -> bool:
        """Open, not paused, and a handle, step or feedback clock past due; as a query: `Ticket.objects.overdue`."""
        return self.overdue_at is not None and self.overdue_at <= at


class Supplement(models.Model):
    """All that is missing, told at once (一次性告知); a second one needs a reason and is counted (B14)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="supplements")
    seq = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["ticket", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "seq"], name="supplement_seq_once"),
            models.CheckConstraint(
                name="second_supplement_says_why", condition=Q(seq=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.seq}"


class SupplementItem(models.Model):
    supplement = models.ForeignKey(Supplement, models.CASCADE, related_name="items")
    text = models.CharField(max_length=120)
    supplied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
