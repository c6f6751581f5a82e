"""What of services stands in /admin/."""

from services.catalogue.admin import CategoryAdmin, ServiceItemAdmin

__all__ = ["CategoryAdmin", "ServiceItemAdmin"]
