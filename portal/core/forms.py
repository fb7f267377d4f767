"""Forms every room may use in the admin."""

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError, StreamValue
from wagtail.fields import RichTextField

from portal.core.html import clean_fragment
from portal.core.page_forms import SlugFromTitle
from portal.core.pasted import OldFontText, convert_old_fonts, old_font_texts, tidy
from portal.vietnamese.slugs import slugify

#: What the editor chooses for text of an old font, under this name in the form that is sent.
OLD_FONT_CHOICE = "old_font_choice"
CONVERT, KEEP = "convert", "keep"
#: How many texts the message names; the panel shows all of them.
_NAMED_IN_MESSAGE = 3

#: Fields of characters that hold no sentence.
_NO_WORDS = (forms.SlugField, forms.URLField, forms.EmailField, forms.UUIDField)


class KeptSlugForm(WagtailAdminModelForm):
    """Makes the slug from another field where it is left empty, and keeps it for ever after.

    Addresses are printed, so what they are made of (`kept`) is only shown once the row exists.
    """

    slug_from: ClassVar[str] = "name"
    kept: ClassVar[tuple[str, ...]] = ("slug",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        for name in self.kept:
            self.fields[name].disabled = not is_new
        self.fields["slug"].required = False
        self.fields["slug"].help_text = (
            _("Để trống thì tự tạo.") if is_new else _("Không đổi được: địa chỉ trang đã được in và dẫn tới.")
        )

    def clean(self) -> dict[str, Any]:
        """Fill the slug; a name of which nothing is left in an address is refused."""
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("slug") and self.slug_from in cleaned:
            cleaned["slug"] = slugify(cleaned[self.slug_from])
            if not cleaned["slug"]:
                self.add_error(self.slug_from, _("Phải có ít nhất một chữ cái hoặc chữ số."))
        return cleaned


#: What Wagtail's buttons post; the other workflow actions send a draft back and publish nothing.
APPROVE = "approve"


class Obstacle(Protocol):
    """What keeps content from the public: the form field or block of rows it belongs to, and a sentence."""

    @property
    def field(self) -> str: ...

    @property
    def message(self) -> str | Promise: ...


class CheckedForm(WagtailAdminModelForm):
    """A form that asks for whole content on publish, submit and approval, never on a draft.

    `is_valid()` lists every obstacle at once: the message at the top names all of them, and each is repeated at its
    field or block of rows. Rules of the whole cannot stand in the model's `clean()`: it runs on drafts too, and while
    a form is validated the child rows it sees are still those of the database.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_checked = False

    def obstacles(self) -> Iterable[Obstacle]:
        """What keeps the content from the public; asked once, after the fields were read."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Add what keeps the content from the public, once, then answer as every form does."""
        super().is_valid()
        if self.is_bound and not self._is_checked:
            self._is_checked = True
            for formset in self.formsets.values():
                # The form above stops at the first block of rows with an error; editors want all of them.
                formset.is_valid()
            if self._goes_public() or self._sets_go_live():
                self._add_obstacles()
            self._name_errors_of_blocks()
        return super().is_valid()

    def unsaved(self) -> Any:
        """The content as this form would save it, rows included, without touching the form's own objects."""
        content: Model = copy.copy(self.instance)
        content._cluster_related_objects = {}  # type: ignore[attr-defined]
        for name, formset in self.formsets.items():
            if name != "comments":
                setattr(content, name, [copy.copy(form.instance) for form in _kept_rows(formset)])
        return content

    def is_approving(self) -> bool:
        """Whether the button pressed is that of a reviewer who approves."""
        return bool(self.data.get("action-workflow-action")) and self.data.get("workflow-action-name") == APPROVE

    def _goes_public(self) -> bool:
        if self.is_deferred_validation or self.data.get("action-cancel-workflow"):
            return False
        return self.is_approving() if self.data.get("action-workflow-action") else True

    def _sets_go_live(self) -> bool:
        return "go_live_at" in self.changed_data and bool(self.cleaned_data.get("go_live_at"))

    def _add_obstacles(self) -> None:
        found = [gap for gap in self.obstacles() if not self.has_error(gap.field)]
        if found:
            self.add_error(None, _("Chưa công bố được. Bản nháp vẫn lưu được; muốn công bố thì bổ sung các mục này."))
        for gap in found:
            self._add_at_its_place(gap.field, str(gap.message))

    def _name_errors_of_blocks(self) -> None:
        """Wagtail's words for a body with a mistake are English and name a class; each block says what is wrong."""
        for errors in self.errors.as_data().values():
            for error in errors:
                if isinstance(error, StreamBlockValidationError):
                    error.message = _("Chưa có nội dung, hoặc có ô chưa đúng: xem lời báo ở từng ô.")

    def _add_at_its_place(self, field: str, message: str) -> None:
        if field in self.fields:
            self.add_error(field, message)
            return
        self.add_error(None, message)
        if field in self.formsets:
            self.formsets[field].non_form_errors().append(message)


def _kept_rows(formset: Any) -> list[Any]:
    """The row forms that saving would keep, in the order the editor gave them.

    Not `deleted_forms` and `ordered_forms`: they are empty as soon as one row has an error.
    """
    stored = formset.initial_form_count()
    kept = [
        form
        for number, form in enumerate(formset.forms)
        if (number < stored or form.has_changed()) and not formset._should_delete_form(form)
    ]
    return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)


class OffersConversion(WagtailAdminModelForm):
    """A form of the admin that tidies its texts, and asks before text of an old font is converted.

    Where a text looks like TCVN3, VNI or VISCII the form comes back once with what it would become and two choices,
    which `OldFontPanel` shows. Texts that were stored before with the same words are not asked about again.
    """

    old_font_texts: tuple[OldFontText, ...] = ()
    _texts_are_read = False

    def is_valid(self) -> bool:
        """As every form; the first time its texts are read too."""
        is_valid: bool = super().is_valid()
        if self.is_bound and not self._texts_are_read:
            self._texts_are_read = True
            self._read_texts()
            return super().is_valid()
        return is_valid

    @property
    def old_font_choice(self) -> str:
        """What the editor chose: convert, keep, or nothing yet."""
        choice = self.data.get(OLD_FONT_CHOICE, "")
        return choice if choice in (CONVERT, KEEP) else ""

    def _read_texts(self) -> None:
        texts = list(_texts(self))
        known = {found for text in texts for part in text.before() for found in old_font_texts(part)}
        self.old_font_texts = tuple(
            dict.fromkeys(
                found for text in texts for part in text.parts() for found in old_font_texts(part) if found not in known
            )
        )
        if self.old_font_texts and self.old_font_choice == CONVERT:
            for text in texts:
                text.change(convert_old_fonts)
        for text in texts:
            text.change(text.tidied)
        if self.old_font_texts and not self.old_font_choice:
            self._ask()

    def _ask(self) -> None:
        self.add_error(None, _("Có chữ giống như gõ bằng phông chữ cũ. Chọn cách lưu ở đầu biểu mẫu, rồi lưu lại."))
        for found in self.old_font_texts[:_NAMED_IN_MESSAGE]:
            line = _("Hiện: “%(shown)s” → sẽ thành: “%(converted)s”.")
            self.add_error(None, line % {"shown": found.shown[:80], "converted": found.converted[:80]})


class PortalPageForm(OffersConversion, SlugFromTitle):
    """The form of every page whose texts are typed or pasted."""


@dataclass(frozen=True, slots=True)
class _Text:
    """One field of words in a form that was sent, or in one of its rows."""

    form: Any
    name: str

    def parts(self) -> Iterator[str]:
        return _strings(self.form.cleaned_data[self.name])

    def before(self) -> Iterator[str]:
        return _strings(self.form.initial.get(self.name))

    def tidied(self, part: str) -> str:
        field = next((f for f in self.form._meta.model._meta.get_fields() if f.name == self.name), None)
        return clean_fragment(part) if isinstance(field, RichTextField) else tidy(part)

    def change(self, change: Callable[[str], str]) -> None:
        value = self.form.cleaned_data[self.name]
        if isinstance(value, StreamValue):
            block = value.stream_block
            changed: Any = block.to_python(_mapped(block.get_prep_value(value), change))
        else:
            changed = change(value).strip()
        self.form.cleaned_data[self.name] = changed
        if any(field.name == self.name for field in self.form.instance._meta.concrete_fields):
            setattr(self.form.instance, self.name, changed)


def _texts(form: Any) -> Iterator[_Text]:
    for name, value in getattr(form, "cleaned_data", {}).items():
        field = form.fields.get(name)
        is_words = isinstance(field, forms.CharField) and not isinstance(field, _NO_WORDS) and isinstance(value, str)
        if is_words or isinstance(value, StreamValue):
            yield _Text(form, name)
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            yield from _texts(row)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, StreamValue):
        value = value.stream_block.get_prep_value(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(part, change) for part in value]
    return value
