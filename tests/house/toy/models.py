from django.db import models


class Loan(models.Model):
    """A tool that a household has borrowed."""

    community = models.ForeignKey("registry.Place", on_delete=models.PROTECT)
    household = models.ForeignKey("registry.Household", on_delete=models.PROTECT)
    tool = models.CharField(max_length=40)
    borrower = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.tool
