"""Forms of what editors know: an entry that says the same as another one is refused, and the other one named."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.forms import BaseFormSet, formset_factory, modelform_factory
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.procedures.models import OtherName
from portal.search.models import EditorsPick, ElsewhereArea, Synonym
from portal.search.models.knowledge import MOST_PICKED, Words
from portal.search.phrases import key, phrases

W = TypeVar("W", bound=Words)


class SynonymForm(WagtailAdminModelForm):
    """Refuses what another active entry already leads to."""

    instance: Synonym

    def _post_clean(self) -> None:
        """After the model has tidied what was written."""
        super()._post_clean()
        if self.errors or not self.instance.is_active:
            return
        own = self.instance.pairs()
        for other in others(self.instance):
            if own & other.pairs():
                self.add_error("wordings", _("Đã có trong mục “%(other)s”: hãy sửa mục đó.") % {"other": other})
                return


class EditorsPickForm(WagtailAdminModelForm):
    """Refuses a query that has another pick, and procedures that nobody can find."""

    instance: EditorsPick

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_checked = False
        # Django speaks of forms that were submitted, and in English.
        self.formsets["procedures"].error_messages |= {
            "too_few_forms": _("Chọn ít nhất một thủ tục."),
            "too_many_forms": _("Chọn nhiều nhất %(most)d thủ tục.") % {"most": MOST_PICKED},
        }

    def _post_clean(self) -> None:
        """After the model has tidied what was written."""
        super()._post_clean()
        if self.errors or not self.instance.is_active:
            return
        own = {key(phrase): phrase for phrase in phrases(self.instance.phrases)}
        for other in others(self.instance):
            for phrase in phrases(other.phrases):
                if key(phrase) in own:
                    words = {"phrase": phrase, "other": other}
                    self.add_error("phrases", _("“%(phrase)s” đã có trong mục “%(other)s”.") % words)
                    return

    def is_valid(self) -> bool:
        """Check the rows too, once: published procedures, none twice."""
        is_valid = super().is_valid()
        if not self.is_bound or self._is_checked:
            return is_valid
        self._is_checked = True
        self._check_rows()
        return super().is_valid()

    def _check_rows(self) -> None:
        seen = set()
        for form in self.kept_rows():
            page = form.cleaned_data.get("procedure")
            if page is None or form.has_error("procedure"):
                continue
            if not page.live:
                form.add_error("procedure", _("Thủ tục này chưa công bố nên không ai tìm thấy."))
            elif page.pk in seen:
                form.add_error("procedure", _("Thủ tục này đã chọn ở trên."))
            seen.add(page.pk)

    def codes(self) -> list[str]:
        """The codes of the procedures chosen, in their order, as far as they are valid."""
        pages = [form.cleaned_data.get("procedure") for form in self.kept_rows()]
        return [page.code for page in pages if page is not None and page.code]

    def kept_rows(self) -> list[Any]:
        """The row forms that saving would keep, in the order the editor gave them."""
        formset: Any = self.formsets["procedures"]
        kept = [
            form
            for form in formset.forms
            if hasattr(form, "cleaned_data") and form.cleaned_data and not formset._should_delete_form(form)
        ]
        return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)


class ElsewhereAreaForm(WagtailAdminModelForm):
    """Refuses a second entry for the same area."""

    instance: ElsewhereArea

    def _post_clean(self) -> None:
        """After the model has tidied what was written."""
        super()._post_clean()
        if not self.errors and any(key(other.area) == key(self.instance.area) for other in others(self.instance)):
            self.add_error("area", _("Lĩnh vực này đã có một mục: hãy thêm từ vào mục đó."))


def other_names(data: Mapping[str, Any]) -> BaseFormSet[Any]:
    """The rows “Cách gọi khác” of a procedure's form, read without the rest of it and without what is stored."""
    return _OtherNames(
        data,
        prefix="other_names",
        # Django speaks of fields of a management form.
        error_messages={
            "missing_management_form": _(
                "Không đọc được danh sách cách gọi. Hãy tải lại trang của thủ tục rồi xem thử lại."
            )
        },
    )


_OtherNames = formset_factory(modelform_factory(OtherName, fields=["text"]), extra=0, can_order=True, can_delete=True)


def others(entry: W) -> Iterable[W]:
    """The other active entries of the same kind."""
    return type(entry)._default_manager.filter(is_active=True).exclude(pk=entry.pk or 0)


def ambiguous(entry: Synonym) -> list[tuple[str, Synonym]]:
    """Wordings that lead somewhere else too, each with the first other entry in which it does."""
    own = {key(phrase): phrase for phrase in phrases(entry.wordings)}
    found: dict[str, Synonym] = {}
    for other in others(entry):
        for phrase in phrases(other.wordings):
            if key(phrase) in own:
                found.setdefault(own[key(phrase)], other)
    return list(found.items())
