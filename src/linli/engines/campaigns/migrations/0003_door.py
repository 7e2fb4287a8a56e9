"""A campaign's target is called what everybody calls it: a door. Rows and columns keep their data."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_answer_tally")]

    operations = [
        migrations.RemoveIndex("visit", "visit_target"),
        migrations.RenameModel("Target", "Door"),
        migrations.RenameField("visit", "target", "door"),
        migrations.RenameField("conflict", "target", "door"),
        migrations.AddIndex("visit", models.Index(fields=["door", "at"], name="visit_door")),
        migrations.RenameIndex("door", new_name="door_state", old_name="target_state"),
        migrations.RenameIndex("door", new_name="door_order", old_name="target_order"),
        migrations.RenameIndex("door", new_name="door_walker", old_name="target_walker"),
        migrations.RenameIndex("door", new_name="door_household", old_name="target_household"),
        migrations.AlterField(
            "formversion", "definition", models.JSONField(help_text="forms.schema.to_json")
        ),
        migrations.RemoveConstraint("door", "target_once"),
        migrations.AddConstraint(
            "door", models.UniqueConstraint(fields=("campaign", "key"), name="door_once")
        ),
    ]
