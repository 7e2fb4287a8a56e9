"""What two people who write at once must never make stands in the database."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0011_mend_doubles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="household",
            name="version",
            field=models.PositiveIntegerField(default=0, help_text="raised by each verb"),
        ),
        migrations.AddField(
            model_name="person",
            name="version",
            field=models.PositiveIntegerField(default=0, help_text="raised by each verb"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("person", "purpose"),
                name="one_consent_a_purpose",
                violation_error_message="This consent stands already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_contact", True)),
                fields=("household",),
                name="one_contact_a_household",
                violation_error_code="is_contact",
                violation_error_message="Meanwhile somebody else speaks for this household. Please look again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("id_index", ""), _negated=True),
                fields=("community", "id_index"),
                name="one_person_an_id_number",
                violation_error_code="id_number",
                violation_error_message="Somebody with this ID number has just been entered. Please search for them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at", None),
                    models.Q(
                        ("id_cipher", ""),
                        ("id_index", ""),
                        ("initials", ""),
                        ("is_contact", False),
                        ("name", ""),
                        ("phone", ""),
                        ("pinyin", ""),
                        ("relation", ""),
                    ),
                    _connector="OR",
                ),
                name="erased_person_is_empty",
                violation_error_message="This data was erased. Enter whoever lives there now as somebody new.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="householdkey",
            name="one_key_a_household",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("household",),
                name="one_key_a_household",
                violation_error_message="This household holds a key. Reissue it if the slip is lost.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="organisation",
            name="organisation_once",
            constraint=models.UniqueConstraint(
                fields=("community", "name"),
                name="organisation_once",
                violation_error_code="name",
                violation_error_message="This name is taken here. Choose another name.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="place",
            name="place_name_once",
            constraint=models.UniqueConstraint(
                fields=("parent", "kind", "name"),
                name="place_name_once",
                violation_error_code="name",
                violation_error_message="This name is taken here. Choose another name.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="post",
            name="post_once",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None), ("user__isnull", False)),
                fields=("user", "role", "place"),
                name="post_once",
                violation_error_message="This post is held already by this person.",
            ),
        ),
    ]
