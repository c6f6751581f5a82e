"""The roles of the county's people, and the sets of them that rules speak of."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    STATION_HEAD = "station_head", _("站长")
    AGENT = "agent", _("代办员")
    MEMBER = "member", _("村干部")
    REPRESENTATIVE = "representative", _("民意代表")
    CIRCLE_MEMBER = "circle_member", _("服务圈党员")
    VILLAGE_LINK = "village_link", _("包村干部")
    TOWNSHIP_CLERK = "township_clerk", _("镇服务部")
    TOWNSHIP_OVERSIGHT = "township_oversight", _("镇督察部")
    TOWNSHIP_LEAD = "township_lead", _("镇带班领导")
    LIAISON = "liaison", _("部门联络员")
    COUNTY_DESK = "county_desk", _("县综合协调办")
    COUNTY_CONFIDENTIAL = "county_confidential", _("县干部反映专办")
    COUNTY_INSPECTOR = "county_inspector", _("县督查局")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDITOR = "auditor", _("审计员")


class Engagement(TextChoices):
    FULL_TIME = "full_time", _("专职")
    PART_TIME = "part_time", _("兼职")
    STAND_IN = "stand_in", _("AB岗")


VILLAGE_ROLES = frozenset(
    {Role.STATION_HEAD, Role.AGENT, Role.MEMBER, Role.REPRESENTATIVE, Role.CIRCLE_MEMBER}
)
TOWNSHIP_ROLES = frozenset({Role.TOWNSHIP_CLERK, Role.TOWNSHIP_OVERSIGHT, Role.TOWNSHIP_LEAD})
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
COUNTY_ROLES = frozenset(
    {Role.LIAISON, Role.COUNTY_DESK, Role.COUNTY_CONFIDENTIAL, Role.COUNTY_INSPECTOR}
)

# Whose tickets a post shows: those of a region, or those its unit holds or held; the rest show none.
SCOPED_BY_REGION = VILLAGE_ROLES | TOWNSHIP_ROLES | {Role.VILLAGE_LINK, Role.COUNTY_DESK}
SCOPED_BY_UNIT = frozenset({Role.LIAISON, Role.COUNTY_CONFIDENTIAL})
# Who sees what their unit holds or held, wherever it came from: another village's share too.
SEES_OF_UNIT = SCOPED_BY_UNIT | VILLAGE_ROLES | TOWNSHIP_ROLES | {Role.COUNTY_DESK}

# Thirty minutes of idle time end these people's sessions; the others keep a confirmed phone for twelve hours.
SHORT_IDLE_ROLES = ADMIN_ROLES | COUNTY_ROLES

_VILLAGE_UNITS = frozenset({"village_station"})
_TOWNSHIP_UNITS = frozenset({"township_center", "township_desk"})
_COUNTY_UNITS = frozenset({"county_desk", "department"})

# In which kind of unit a post of each role stands.
UNIT_KINDS_OF: dict[str, frozenset[str]] = {
    **dict.fromkeys(VILLAGE_ROLES, _VILLAGE_UNITS),
    **dict.fromkeys(TOWNSHIP_ROLES | {Role.VILLAGE_LINK}, _TOWNSHIP_UNITS),
    **dict.fromkeys(ADMIN_ROLES | {Role.COUNTY_INSPECTOR}, _COUNTY_UNITS),
    Role.LIAISON: frozenset({"department"}),
    Role.COUNTY_DESK: frozenset({"county_desk"}),
    Role.COUNTY_CONFIDENTIAL: frozenset({"confidential_desk"}),
}
