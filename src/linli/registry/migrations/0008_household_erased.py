"""A household remembers that it was erased, so that nothing late brings it back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_homes_and_invitations"),
    ]

    operations = [
        migrations.AddField(
            model_name="household",
            name="last_erased_at",
            field=models.DateTimeField(
                blank=True,
                help_text="somebody of it was; what was said before is not taken in",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="household",
            name="erased_at",
            field=models.DateTimeField(
                blank=True, help_text="nothing is taken in again", null=True
            ),
        ),
    ]
