from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.privacy.resealing import reseal_column, sealed_columns
from config import clock


class Command(BaseCommand):
    help = "换密钥：把新密钥放在 FIELD_KEYS 最前面，运行这个命令，再把旧的去掉。断了可以接着再来。"

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for model, field in sealed_columns():
            seen = changed = 0
            try:
                for looked_at, sealed in reseal_column((model, field)):
                    seen, changed = seen + looked_at, changed + sealed
                    self.stdout.write(f"{model._meta.db_table}.{field.name}: {seen} / {changed}")
            except InvalidToken as error:
                raise CommandError(
                    _("有一行哪个密钥都打不开：%(row)s。旧密钥先别去掉") % {"row": error}
                ) from error
            total += changed
        record_audit(verb="reseal", at=clock.now(), data={"rows": total})
        self.stdout.write(_("重新加密了%(count)s处，旧密钥可以去掉了") % {"count": total})
