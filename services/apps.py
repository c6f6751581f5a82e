from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"
    verbose_name = "事项与工单"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from services import alerts, starting, villager_messages

        alerts.register()
        villager_messages.define()
        user_logged_in.connect(starting.remember_start)
