"""What editors know of how people speak: synonyms, chosen results, areas that are found elsewhere."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from portal.ledger.models import Kind as LedgerKind
from portal.ledger.writing import Key
from portal.places.models import Announced
from portal.search.phrases import key, legacy_problem, phrases, problems, tidy
from portal.vietnamese.unicode import clean

#: Phrases one entry may hold: more is several entries.
MOST_PHRASES = 60
#: An area has more subjects than a thing has names.
MOST_SUBJECTS = 300
#: Procedures an editor may put first: below them the reader still wants to see what was found.
MOST_PICKED = 5


class Words(Announced):
    """Base of an entry: phrases, one a line, that count while it is active.

    Saving leaves a row in the ledger, by which every process knows that what it remembers is old.
    """

    #: Fields of phrases, and how many each may hold.
    phrase_fields: ClassVar[dict[str, int]] = {}
    #: Fields that are one line of plain text.
    line_fields: ClassVar[tuple[str, ...]] = ("note",)

    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    is_active = models.BooleanField(
        _("Đang dùng"), default=True, help_text=_("Bỏ dấu thì mục này không còn tác dụng, nội dung vẫn giữ.")
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Tidy what was written, and refuse what nobody could mean.

        Raises:
            ValidationError: for each field, everything that is wrong with it.
        """
        super().clean()
        errors: dict[str, list[str]] = {}
        for name, most in self.phrase_fields.items():
            found = problems(getattr(self, name), most)
            if not found and getattr(self, name) and not phrases(getattr(self, name)):
                found = [gettext("Ghi ít nhất một dòng.")]
            if found:
                errors[name] = found
        legacy = {name: legacy_problem(getattr(self, name)) for name in self.line_fields}
        errors |= {name: [problem] for name, problem in legacy.items() if problem}
        if errors:
            raise ValidationError(errors)
        self.tidy()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.tidy()
        super().save(*args, **kwargs)

    def tidy(self) -> None:
        """Bring every text into the form in which it is stored and compared."""
        for name in self.phrase_fields:
            setattr(self, name, tidy(getattr(self, name)))
        for name in self.line_fields:
            setattr(self, name, " ".join(clean(getattr(self, name)).split()))

    def ledger_key(self) -> Key:
        # Readers of this kind take all entries anew, so the table is name enough.
        return Key(LedgerKind.SEARCH_WORDS, str(self._meta.model_name))


class Supplied(models.Model):
    """An entry that may have come from a file of the program.

    `source_key` is what the file knows it by, "" for an editor's own; `source_digest` what it held when it was last
    taken from there, so that an editor's later change is seen and left alone.
    """

    source = models.CharField(
        _("Nguồn"), max_length=300, blank=True, help_text=_("Lấy từ đâu: văn bản, trang, người cho biết.")
    )
    source_key = models.CharField(max_length=260, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Synonym(Supplied, Words):
    """Từ đồng nghĩa, chữ viết tắt: what people say, and what official texts say for it."""

    class Kind(models.TextChoices):
        SYNONYM = "synonym", _("Từ đồng nghĩa")
        ABBREVIATION = "abbreviation", _("Chữ viết tắt")

    wordings = models.TextField(
        _("Người dân nói, viết"), help_text=_("Mỗi dòng một cách nói. Ví dụ: làm hộ khẩu; cmnd.")
    )
    meanings = models.TextField(
        _("Văn bản chính thức viết"),
        help_text=_("Mỗi dòng một nghĩa. Máy tìm cả cách nói lẫn từng nghĩa; không nghĩa nào thay hẳn điều đã gõ."),
    )
    kind = models.CharField(_("Loại"), max_length=16, choices=Kind.choices, default=Kind.SYNONYM)
    is_two_way = models.BooleanField(
        _("Dùng cả hai chiều"), default=False, help_text=_("Gõ nghĩa chính thức cũng tìm cách nói của người dân.")
    )
    is_upper_case_only = models.BooleanField(
        _("Chỉ khi viết hoa"),
        default=False,
        help_text=_("Cho chữ viết tắt trùng với một từ thường: chỉ có nghĩa này khi gõ CHỮ HOA."),
    )

    phrase_fields: ClassVar[dict[str, int]] = {"wordings": MOST_PHRASES, "meanings": MOST_PHRASES}
    line_fields: ClassVar[tuple[str, ...]] = ("note", "source")

    class Meta:
        verbose_name = _("Từ đồng nghĩa, viết tắt")
        verbose_name_plural = _("Từ đồng nghĩa, viết tắt")
        ordering = ["wordings", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~models.Q(source_key=""), name="search_synonym_source_key"
            )
        ]

    def __str__(self) -> str:
        arrow = "↔" if self.is_two_way else "→"
        return f"{', '.join(phrases(self.wordings)[:2])} {arrow} {', '.join(phrases(self.meanings)[:2])}"

    def clean(self) -> None:
        super().clean()
        own = {key(phrase) for phrase in phrases(self.meanings)}
        same = [phrase for phrase in phrases(self.wordings) if key(phrase) in own]
        if same:
            raise ValidationError(
                {"meanings": _("Nghĩa trùng với cách nói: %(same)s.") % {"same": _quoted(same)}}, code="same"
            )
        small = [phrase for phrase in phrases(self.wordings) if phrase != phrase.upper()]
        if self.is_upper_case_only and small:
            raise ValidationError(
                {
                    "wordings": _("Đã chọn “Chỉ khi viết hoa” thì phải ghi chữ hoa: %(small)s.")
                    % {"small": _quoted(small)}
                }
            )

    def pairs(self) -> set[tuple[str, str]]:
        """From what to what this leads, as keys."""
        there = {(key(one), key(other)) for one in phrases(self.wordings) for other in phrases(self.meanings)}
        return there | {(other, one) for one, other in there} if self.is_two_way else there


class EditorsPick(Words, ClusterableModel):
    """Kết quả chọn sẵn: for these very queries, these procedures come first."""

    phrases = models.TextField(
        _("Câu tìm"), help_text=_("Mỗi dòng một câu như người dân gõ, viết đủ dấu: gõ không dấu thì máy vẫn nhận ra.")
    )

    phrase_fields: ClassVar[dict[str, int]] = {"phrases": MOST_PHRASES}

    class Meta:
        verbose_name = _("Kết quả chọn sẵn")
        verbose_name_plural = _("Kết quả chọn sẵn")
        ordering = ["phrases", "pk"]

    def __str__(self) -> str:
        return ", ".join(phrases(self.phrases)[:2])

    def codes(self) -> list[str]:
        """The procedures in their order. A page without a code is a draft that nothing finds."""
        return [chosen.procedure.code for chosen in self.procedures.all() if chosen.procedure.code]


class PickedProcedure(Orderable):
    """One procedure of a pick; the order is that of the results."""

    pick = ParentalKey(EditorsPick, on_delete=models.CASCADE, related_name="procedures")
    procedure = models.ForeignKey(
        "procedures.ProcedurePage", verbose_name=_("Thủ tục"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Thủ tục đứng đầu")

    def __str__(self) -> str:
        return str(self.procedure)


class ElsewhereArea(Supplied, Words):
    """Lĩnh vực không có ở cổng này: what people ask for here although it is taken in elsewhere."""

    area = models.CharField(
        _("Lĩnh vực"), max_length=160, help_text=_("Hiện trên trang kết quả, ví dụ: Đất đai, nhà ở.")
    )
    subjects = models.TextField(
        _("Những từ người dân dùng để hỏi"),
        help_text=_("Mỗi dòng một từ. Từ đã có trong tên một thủ tục đang công bố thì không tính."),
    )

    phrase_fields: ClassVar[dict[str, int]] = {"subjects": MOST_SUBJECTS}
    line_fields: ClassVar[tuple[str, ...]] = ("area", "note", "source")

    class Meta:
        verbose_name = _("Lĩnh vực không có ở đây")
        verbose_name_plural = _("Lĩnh vực không có ở đây")
        ordering = ["area", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~models.Q(source_key=""), name="search_elsewhere_source_key"
            )
        ]

    def __str__(self) -> str:
        return self.area


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)
