"""The tables of service items and tickets."""

from services.models.anchor import LedgerAnchor
from services.models.catalogue import Category, Material, Offer, ServiceItem
from services.models.clock import Clock, ClockRule, Extension, Pause
from services.models.desk import ReplyTemplate, SavedFilter
from services.models.event import EventText, TicketEvent
from services.models.from_duty import LoggedMatter
from services.models.holding import Holding
from services.models.intake import IdempotencyKey, ImportedMail, Requester
from services.models.judgement import CallBack, CallBackShare, OwnRating, Rectification
from services.models.papers import Appointment, Consent, Paper, TicketPhoto
from services.models.search import TicketSearch
from services.models.ticket import Supplement, SupplementItem, Ticket

__all__ = [
    "Appointment",
    "CallBack",
    "CallBackShare",
    "Category",
    "Clock",
    "ClockRule",
    "Consent",
    "EventText",
    "Extension",
    "Holding",
    "IdempotencyKey",
    "ImportedMail",
    "LedgerAnchor",
    "LoggedMatter",
    "Material",
    "Offer",
    "OwnRating",
    "Paper",
    "Pause",
    "Rectification",
    "ReplyTemplate",
    "Requester",
    "SavedFilter",
    "ServiceItem",
    "Supplement",
    "SupplementItem",
    "Ticket",
    "TicketEvent",
    "TicketPhoto",
    "TicketSearch",
]
