"""The helper that forms hand to crispy: posts to its own page, button full width, text kept."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit


def helper(submit: str, *fields: object, keep: str = "") -> FormHelper:
    """`keep` names the text that the browser keeps until the answer page came; never for secrets."""
    made = FormHelper()
    made.layout = Layout(*fields, Div(Submit("", submit), css_class="wide")) if fields else None
    made.attrs = {"data-keep": keep} if keep else {}
    if not fields:
        made.add_input(Submit("", submit))
    return made
