from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """The first migration that needs an extension: exclusion constraints of other apps stand on it."""

    dependencies = [("regions", "0001_initial")]

    operations = [BtreeGistExtension()]
