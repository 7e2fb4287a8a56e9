"""Every token acts below one community. Old ones of a person get the one where they were issued."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def narrow_old_tokens(apps: Any, schema_editor: Any) -> None:
    """Write the community of each token; one that belongs to none is deleted: it opened nothing."""
    for token in apps.get_model("api", "ApiToken").objects.filter(community=None).order_by("pk"):
        token.community = community_of(apps, token)
        if token.community is None:
            token.delete()
        else:
            token.save(update_fields=["community"])


def community_of(apps: Any, token: Any) -> Any:
    """Return where the record says that it was issued, else the first in which its user served."""
    issued = apps.get_model("core", "Line").objects.filter(
        verb="token.issued", subject_type="api.apitoken", subject_id=str(token.pk)
    )
    noted = issued.values_list("community_id", flat=True).first()
    home = apps.get_model("registry", "Place").objects.filter(pk=noted, kind="community").first()
    if home is not None:
        return home
    posts = apps.get_model("registry", "Post").objects.filter(user=token.user_id)
    post = posts.exclude(place__community=None).order_by("pk").first()
    return post.place.community if post else None


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL alters no table whose changed rows await their checks

    dependencies = [
        ("api", "0001_initial"),
        ("core", "0001_initial"),
        ("registry", "0002_facts"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="apitoken", name="token_of_a_user_or_a_community"),
        migrations.RunPython(narrow_old_tokens, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="apitoken",
            name="community",
            field=models.ForeignKey(
                help_text="below it alone it acts",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="registry.place",
            ),
        ),
    ]
