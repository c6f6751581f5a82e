from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "事项与工单"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from services import alerts

        alerts.register()
