"""How a ticket, an event and a villager's matter look in the API."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from accounts.models import UploadKind
from accounts.roles import Role
from config import clock
from services.models import Clock, Ticket, TicketEvent, TicketPhoto
from services.numbers import code_for
from services.public import Person, PublicMatter, unit_phone
from services.querysets import TicketQuerySet


class ClockRow(serializers.ModelSerializer[Clock]):
    class Meta:
        model = Clock
        fields = ["kind", "due_at", "paused", "stopped_at"]


class FirstContactRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    post = serializers.CharField()


class PhoneRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class TicketRow(serializers.ModelSerializer[Ticket]):
    """What staff read in lists and details, and what every action answers."""

    first_contact = serializers.SerializerMethodField()
    clocks = ClockRow(many=True)
    phones = serializers.SerializerMethodField()
    unit = serializers.SerializerMethodField()
    holder = serializers.SerializerMethodField()
    region = serializers.CharField(source="region.code")
    category = serializers.CharField(source="category.name", default=None, allow_null=True)

    class Meta:
        model = Ticket
        fields = [
            "number", "status", "first_contact", "clocks", "phones", "region", "unit", "holder", "category",
            "ticket_class", "mode", "kind", "outcome", "round", "last_seq", "submitted_at", "external_number",
        ]  # fmt: skip

    def get_fields(self) -> dict[str, Any]:
        """`class` is the word of the interface; in Python it is taken."""
        fields = super().get_fields()
        shown: dict[str, Any] = {}
        for name, field in fields.items():
            if name == "ticket_class":
                shown["class"] = serializers.CharField(source="ticket_class")
            else:
                shown[name] = field
        return shown

    def get_first_contact(self, ticket: Ticket) -> FirstContact:
        return first_contact_of(ticket)

    def get_phones(self, ticket: Ticket) -> list[dict[str, str]]:
        return phones_of(ticket)

    def get_unit(self, ticket: Ticket) -> dict[str, Any]:
        return {"id": ticket.unit_id, "name": ticket.unit.name}

    def get_holder(self, ticket: Ticket) -> dict[str, Any] | None:
        return {"id": ticket.holder_id, "name": ticket.holder.name} if ticket.holder else None


FirstContact = dict[str, str]


class NewTicketRow(TicketRow):
    """The 201 answer: the only place where staff, too, see the code."""

    code = serializers.SerializerMethodField()

    class Meta(TicketRow.Meta):
        fields = ["number", "code", "status", "first_contact", "clocks", "phones"]

    def get_code(self, ticket: Ticket) -> str:
        return code_for(ticket.number, ticket.generation)


def with_row(tickets: TicketQuerySet) -> TicketQuerySet:
    """Everything that a row of the API prints, in three queries."""
    return tickets.select_related(
        "region", "category", "first_contact", "holder", "unit__center", "unit__superior__center"
    ).prefetch_related("clocks", "first_contact__posts")


def first_contact_of(ticket: Ticket) -> FirstContact:
    """Name and post of who was asked; of a report on cadres only its desk."""
    if ticket.confidential:
        return {"name": ticket.unit.name, "post": ""}
    today = timezone.localdate(clock.now())
    posts = [post for post in ticket.first_contact.posts.all() if post.is_active_on(today)]
    posts.sort(key=lambda post: (post.unit_id != ticket.unit_id, list(Role).index(Role(post.role))))
    return {
        "name": ticket.first_contact.name,
        "post": str(posts[0].get_role_display()) if posts else "",
    }


def phones_of(ticket: Ticket) -> list[dict[str, str]]:
    """Whom to phone: the unit that has it, then the one above."""
    units = [ticket.unit, ticket.unit.superior]
    return [
        {"name": unit.name, "phone": unit_phone(unit)}
        for unit in units
        if unit is not None and unit_phone(unit)
    ]


class PublicPhotoRow(serializers.ModelSerializer[TicketPhoto]):
    """A picture by the address at which it is read, which a villager calls with their code."""

    url = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(UploadKind.choices, source="upload.kind")
    added_at = serializers.DateTimeField(source="upload.stored_at")

    ROUTE = "api:public-ticket-photo"

    class Meta:
        model = TicketPhoto
        fields = ["id", "kind", "url", "added_at"]

    def get_url(self, photo: TicketPhoto) -> str:
        return reverse(self.ROUTE, args=[photo.ticket.number, photo.pk])


class PhotoRow(PublicPhotoRow):
    ROUTE = "api:ticket-photo"

    class Meta(PublicPhotoRow.Meta):
        fields = ["id", "kind", "url", "added_at", "public"]


class TicketDetailRow(TicketRow):
    """One matter, with what a list has no room for."""

    photos = PhotoRow(many=True)

    class Meta(TicketRow.Meta):
        fields = [*TicketRow.Meta.fields, "photos"]


class EventRow(serializers.ModelSerializer[TicketEvent]):
    actor = serializers.CharField(source="actor.name", default=None, allow_null=True)
    sentence = serializers.SerializerMethodField()

    class Meta:
        model = TicketEvent
        fields = ["seq", "verb", "at", "actor", "sentence", "hash"]

    def get_sentence(self, event: TicketEvent) -> str:
        sentences: dict[int, str] = self.context["sentences"]
        return sentences[event.pk]


class MatterPersonRow(serializers.Serializer[Person]):
    name = serializers.CharField()
    phone = serializers.CharField()


class StepRow(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    words = serializers.CharField()


class MatterRow(serializers.Serializer[PublicMatter]):
    """What a villager may see and do."""

    number = serializers.CharField(source="ticket.number")
    status = serializers.CharField(source="ticket.status")
    sentence = serializers.CharField()
    holder = MatterPersonRow(allow_null=True)
    first_contact = MatterPersonRow(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.CharField())
    steps = StepRow(many=True)
    text = serializers.CharField(source="ticket.text")
    photos = PublicPhotoRow(many=True)
    may = serializers.ListField(child=serializers.CharField())
