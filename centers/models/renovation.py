"""Renovation (提质改造): programmes, batches with quotas, one project per centre, what it brings (B6-B8)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from centers.models.building import MoneySource
from centers.models.center import Center
from centers.querysets import BatchQuerySet, ProjectQuerySet
from regions.models import Region


class Programme(models.Model):
    """A campaign of the county with its aim, such as 拆墙便民 or 两去双提."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="programmes", verbose_name=_("哪个县")
    )
    name = models.CharField(_("名称"), max_length=60)
    aim = models.CharField(_("要干成啥"), max_length=300, blank=True)
    starts = models.DateField(_("从"))
    ends = models.DateField(_("到"), null=True, blank=True)

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("行动")
        verbose_name_plural = _("行动")
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="programme_name_once"),
            models.CheckConstraint(
                name="programme_ends_after_start", condition=Q(ends=None) | Q(ends__gt=F("starts"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """The centres that are renovated by one deadline, so many from each township (001-4)."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="batches", verbose_name=_("行动")
    )
    order = models.PositiveSmallIntegerField(_("第几批"))
    name = models.CharField(_("名称"), max_length=40)
    criteria = models.CharField(_("啥样的进这一批"), max_length=300, blank=True)
    deadline = models.DateField(_("哪天前完成"))
    quota_min = models.PositiveSmallIntegerField(_("每镇最少"), default=0)
    quota_max = models.PositiveSmallIntegerField(_("每镇最多"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "order"]
        verbose_name = _("批次")
        verbose_name_plural = _("批次")
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="batch_order_once"),
            models.CheckConstraint(
                name="batch_quota_in_order",
                condition=Q(quota_max=None) | Q(quota_max__gte=F("quota_min")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def most_of(self, township: int) -> int | None:
        """How many centres a township may have in it; None: as many as it likes."""
        own = next((one.most for one in self.quotas.all() if one.township_id == township), None)
        return self.quota_max if own is None else own


class Quota(models.Model):
    """A township's own number in a batch, where it differs from the batch's."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="quotas", verbose_name=_("批次"))
    township = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("乡镇（街道）")
    )
    most = models.PositiveSmallIntegerField(_("最多几个"))

    class Meta:
        ordering = ["batch", "township"]
        verbose_name = _("名额")
        verbose_name_plural = _("名额")
        constraints = [
            models.UniqueConstraint(fields=["batch", "township"], name="quota_once_per_township")
        ]

    def __str__(self) -> str:
        return f"{self.township} {self.most}"


class BuildMode(models.TextChoices):
    """All in one place, in several places, or inside something that stands there for another use (B7)."""

    CONCENTRATED = "concentrated", _("集聚式")
    SCATTERED = "scattered", _("分布式")
    EMBEDDED = "embedded", _("嵌入式")


class Project(models.Model):
    """One centre in one batch, from its start to its end; a centre is in one at a time.

    `sites` are the places of a scattered project, said before a house stands; `host` is what an
    embedded one shares. Both may be empty in rows of before these were asked.
    """

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="projects", verbose_name=_("批次")
    )
    center = models.ForeignKey(
        Center, models.PROTECT, related_name="projects", verbose_name=_("中心")
    )
    mode = models.CharField(_("建法"), max_length=12, choices=BuildMode)
    sites = ArrayField(
        models.CharField(max_length=60), verbose_name=_("在哪几处"), default=list, blank=True
    )
    host = models.CharField(_("嵌在哪儿"), max_length=60, blank=True)
    plan = models.CharField(_("要添啥、改啥"), max_length=500, blank=True)
    budget = models.DecimalField(
        _("预算（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    entered_at = models.DateTimeField(_("进批次"))
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opinions_from = models.DateField(_("问大家意见，从"), null=True, blank=True)
    opinions_until = models.DateField(_("问到"), null=True, blank=True)
    opinions_answer = models.CharField(_("怎么采纳的"), max_length=500, blank=True)
    finished_on = models.DateField(_("哪天完成"), null=True, blank=True)
    left_on = models.DateField(_("哪天退出"), null=True, blank=True)
    left_reason = models.CharField(_("为啥退出"), max_length=200, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "center"]
        verbose_name = _("改造项目")
        verbose_name_plural = _("改造项目")
        constraints = [
            models.UniqueConstraint(
                fields=["center"],
                condition=Q(finished_on=None, left_on=None),
                name="one_active_batch_per_center",
            ),
            models.UniqueConstraint(
                fields=["batch", "center"], condition=Q(left_on=None), name="center_once_per_batch"
            ),
            models.CheckConstraint(
                name="project_finished_or_left_not_both",
                condition=Q(finished_on=None) | Q(left_on=None),
            ),
            models.CheckConstraint(
                name="left_project_names_its_reason",
                condition=Q(left_on=None) | ~Q(left_reason=""),
            ),
            models.CheckConstraint(
                name="scattered_project_has_several_sites",
                condition=Q(sites=[]) | Q(mode=BuildMode.SCATTERED, sites__len__gte=2),
            ),
            models.CheckConstraint(
                name="embedded_project_has_the_host",
                condition=Q(host="") | Q(mode=BuildMode.EMBEDDED),
            ),
            models.CheckConstraint(name="budget_not_negative", condition=~Q(budget__lt=0)),
            models.CheckConstraint(
                name="opinions_end_after_start",
                condition=Q(opinions_until=None) | Q(opinions_until__gte=F("opinions_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.batch}"

    @property
    def is_active(self) -> bool:
        """As a query: `Project.objects.active`."""
        return self.finished_on is None and self.left_on is None

    @property
    def places(self) -> list[str]:
        """Where it is built, as far as it was said: several for a scattered one, else one or none."""
        return self.sites or ([self.host] if self.host else [])

    def state(self, on: date) -> str:
        """left in_time done_late late running; as a query: `Project.objects.in_state`."""
        if self.left_on:
            return "left"
        if self.finished_on:
            return "in_time" if self.finished_on <= self.batch.deadline else "done_late"
        return "late" if self.is_late(on) else "running"

    def is_asking(self, on: date) -> bool:
        """Residents are asked on that day; as a query: `Project.objects.asking`."""
        since, until = self.opinions_from, self.opinions_until
        return self.is_active and bool(since and until and since <= on <= until)

    def is_late(self, on: date) -> bool:
        """Unfinished after the batch's deadline; as a query: `Project.objects.late`."""
        return self.is_active and self.batch.deadline < on


class Milestone(models.Model):
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="milestones", verbose_name=_("项目")
    )
    name = models.CharField(_("哪一步"), max_length=40)
    due = models.DateField(_("哪天前"))
    done_on = models.DateField(_("哪天办到的"), null=True, blank=True)

    class Meta:
        ordering = ["project", "due"]
        verbose_name = _("节点")
        verbose_name_plural = _("节点")
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="milestone_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def is_late(self, on: date) -> bool:
        """Its day is over and it was not reached."""
        return self.done_on is None and self.due < on


class QuantityKind(models.Model):
    """What is counted over all projects: 公厕 in 所, 苗木 in 棵, 小游园 in 个 (B8)."""

    name = models.CharField(_("名称"), max_length=20, unique=True)
    unit_word = models.CharField(_("量词"), max_length=6)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("数量指标")
        verbose_name_plural = _("数量指标")

    def __str__(self) -> str:
        return self.name


class Quantity(models.Model):
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="quantities", verbose_name=_("项目")
    )
    kind = models.ForeignKey(
        QuantityKind, models.PROTECT, related_name="quantities", verbose_name=_("什么")
    )
    amount = models.PositiveIntegerField(_("多少"))

    class Meta:
        ordering = ["project", "kind"]
        verbose_name = _("数量")
        verbose_name_plural = _("数量")
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="quantity_once_per_project")
        ]

    def __str__(self) -> str:
        return f"{self.kind}{self.amount}{self.kind.unit_word}"


class Contribution(models.Model):
    """Money or work that somebody gave to a project: a county department, a firm, the village."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="contributions", verbose_name=_("项目")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("县直单位")
    )
    giver = models.CharField(_("别的来源"), max_length=60, blank=True)
    paid_by = models.CharField(
        _("钱从哪来"), max_length=10, choices=MoneySource, default=MoneySource.FINANCE
    )
    amount = models.DecimalField(_("多少钱（元）"), max_digits=12, decimal_places=2)
    given_on = models.DateField(_("哪天到的"))

    class Meta:
        ordering = ["project", "given_on"]
        verbose_name = _("资金")
        verbose_name_plural = _("资金")
        constraints = [
            models.CheckConstraint(name="contribution_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="contribution_names_one_giver",
                condition=Q(unit__isnull=False, giver="") | (Q(unit=None) & ~Q(giver="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.giver} {self.amount}"
