"""One head, the rows it numbers, and where each reader stands."""

from django.db import models
from django.utils import timezone


class Kind(models.TextChoices):
    """What a row's key names. The ledger knows keys, never models."""

    PROCEDURE = "procedure", "thủ tục"
    SERVICE_POINT = "service_point", "điểm tiếp nhận"
    AGENCY = "agency", "cơ quan"
    LEGAL_DOCUMENT = "legal_document", "văn bản"
    #: What editors know of how people speak; no search document holds it, so no index follows it.
    SEARCH_WORDS = "search_words", "từ ngữ tìm kiếm"


class Head(models.Model):
    """The one row every public change takes a lock on, so that number order is commit order."""

    seq = models.BigIntegerField("số cuối", default=0)
    chain_hash = models.CharField("mã băm cuối chuỗi", max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="ledger_head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.seq}"


class Entry(models.Model):
    """Something changed at `key`. No payload: readers look at the state of now, so replay is harmless."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    key = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.key}"


class Cursor(models.Model):
    """The last number a reader inside this database has dealt with.

    Readers outside it (the search indexes) keep their cursor beside their own data, so that a
    restored database cannot believe an old index.
    """

    reader = models.CharField(primary_key=True, max_length=60)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.reader}: {self.seq}"


class TickMark(models.Model):
    """The last day whose dated facts were announced; one row."""

    day = models.DateField()

    def __str__(self) -> str:
        return self.day.isoformat()
