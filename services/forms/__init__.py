"""One form for each act on a matter; its fields are named as the action names its arguments."""

from services.forms.acceptance import (
    AcceptForm,
    AssignForm,
    DeclineForm,
    FinishForm,
    MaterialsForm,
    SupplyForm,
    material_words,
)
from services.forms.attending import (
    ContactForm,
    FirstContactForm,
    NewCodeForm,
    NoteForm,
    RevealForm,
    UrgeForm,
    UrgencyForm,
)
from services.forms.base import ActForm, PersonChoice, PlainForm, ReasonForm, people_of
from services.forms.closing import (
    CallBackForm,
    FeedBackForm,
    MergeForm,
    RectifyForm,
    ReopenForm,
    ResolveForm,
    WithdrawForm,
)
from services.forms.handling import (
    DecideForm,
    EscalateForm,
    ExtendForm,
    PauseForm,
    ReturnForm,
    TransferForm,
)

__all__ = [
    "AcceptForm",
    "ActForm",
    "AssignForm",
    "CallBackForm",
    "ContactForm",
    "DecideForm",
    "DeclineForm",
    "EscalateForm",
    "ExtendForm",
    "FeedBackForm",
    "FinishForm",
    "FirstContactForm",
    "MaterialsForm",
    "MergeForm",
    "NewCodeForm",
    "NoteForm",
    "PauseForm",
    "PersonChoice",
    "PlainForm",
    "ReasonForm",
    "RectifyForm",
    "ReopenForm",
    "ResolveForm",
    "ReturnForm",
    "RevealForm",
    "SupplyForm",
    "TransferForm",
    "UrgeForm",
    "UrgencyForm",
    "WithdrawForm",
    "material_words",
    "people_of",
]
