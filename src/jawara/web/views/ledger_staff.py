"""/kelola/buku/: one book with its balances and entries; vouchers made by hand."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.audit.services import Ctx
from jawara.kernel import format
from jawara.ledger import queries, rules, services
from jawara.ledger.queries import Account, Book, JournalEntry
from jawara.territories import queries as territories
from jawara.web.acts import submit
from jawara.web.asking import language
from jawara.web.forms.cycle import ReasonForm
from jawara.web.forms.fields import LooseDateField, RupiahField
from jawara.web.forms.grants import ProofForm
from jawara.web.present import Crumb, Fact, Link
from jawara.web.staff import may, require, staff_view, today
from jawara.web.tables import export, export_url
from jawara.web.views.grants import amount, home_crumbs


class VoucherForm(ProofForm):
    """A journal voucher with one line: from which account to which, how much, for what."""

    debit_code = forms.ChoiceField(label=gettext_lazy("Didebet"))
    credit_code = forms.ChoiceField(label=gettext_lazy("Dikredit"))
    amount = RupiahField(label=gettext_lazy("Jumlah"))
    occurred_on = LooseDateField(label=gettext_lazy("Tanggal"))
    memo = forms.CharField(label=gettext_lazy("Uraian"), max_length=300)

    def __init__(self, request: HttpRequest, accounts: list[Account]) -> None:
        super().__init__(request)
        choices = [("", _("pilih akun")), *((a.code, f"{a.code} {a.name}") for a in accounts)]
        for name in ("debit_code", "credit_code"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ReversalForm(ReasonForm):
    occurred_on = LooseDateField(label=gettext_lazy("Tanggal pembatalan"))


def _book_or_404(request: HttpRequest, key: UUID, permission: str) -> Book:
    book = queries.book_by_key(key)
    if book is None:
        raise Http404
    require(request, permission, book.unit_id)
    return book


def _crumbs(book: Book, *more: Crumb) -> list[Crumb]:
    unit = territories.version(book.unit_id, today())
    where = Crumb(unit.name) if unit else Crumb(_("Buku"))
    return home_crumbs(where, Crumb(book.name, _url(book) if more else ""), *more)


def _url(book: Book) -> str:
    return redirect("books:book", key=book.key).url


@staff_view(rules.SEE_BOOKS)
def book(request: HttpRequest, key: UUID) -> HttpResponse:
    found = _book_or_404(request, key, rules.SEE_BOOKS)
    balances = [
        line for line in queries.trial_balance(found, today()) if line.debits or line.credits
    ]
    heads = [_("Akun"), _("Nama"), _("Debet"), _("Kredit"), _("Saldo")]
    file = export(
        request,
        "neraca-saldo",
        heads,
        [(line.code, line.name, line.debits, line.credits, line.balance) for line in balances],
    )
    if file:
        return file
    after = request.GET.get("after", "")
    page = queries.entries_page(
        found, as_of=today(), after=int(after) if after.isascii() and after.isdigit() else 0
    )
    return render(
        request,
        "jawara/staff/grants/book.html",
        {
            "crumbs": _crumbs(found),
            "book": found,
            "balances": [
                (line, amount(line.debits), amount(line.credits), amount(line.balance))
                for line in balances
            ],
            "total": amount(sum(line.debits for line in balances)),
            "page": page,
            "may_post": may(request, rules.POST_VOUCHER, found.unit_id),
            "links": [
                Link("CSV", export_url(request, "csv")),
                Link("XLSX", export_url(request, "xlsx")),
            ],
        },
    )


@staff_view(rules.POST_VOUCHER)
def voucher(request: HttpRequest, key: UUID) -> HttpResponse:
    found = _book_or_404(request, key, rules.POST_VOUCHER)
    form = VoucherForm(request, list(queries.accounts(found)))

    def act(ctx: Ctx) -> JournalEntry:
        data = form.cleaned_data
        return services.post_voucher(
            ctx,
            book=found,
            occurred_on=data["occurred_on"],
            memo=data["memo"],
            lines=[services.Line(data["debit_code"], data["credit_code"], data["amount"])],
            document=form.document(),
        )

    if submit(request, form, act, _("Bukti jurnal dibukukan.")):
        return redirect("books:book", key=key)
    return render(
        request,
        "jawara/staff/form.html",
        {
            "crumbs": _crumbs(found, Crumb(_("Bukti jurnal"))),
            "title": _("Buat bukti jurnal"),
            "intro": _(
                "Untuk yang tidak punya halaman sendiri. Pencairan dan pemakaian BLM dicatat di halamannya, bukan di sini."
            ),
            "form": form,
            "action": _("Bukukan"),
            "cancel": _url(found),
        },
    )


@staff_view(rules.POST_VOUCHER)
def reverse(request: HttpRequest, key: UUID) -> HttpResponse:
    entry = queries.entry(key)
    if entry is None:
        raise Http404
    require(request, rules.POST_VOUCHER, entry.book.unit_id)
    form = ReversalForm(request.POST or None)

    def act(ctx: Ctx) -> JournalEntry:
        data = form.cleaned_data
        return services.reverse_voucher(
            ctx, entry=entry, occurred_on=data["occurred_on"], reason=data["reason"]
        )

    if submit(request, form, act, _("Catatan dibatalkan dengan catatan lawannya.")):
        return redirect("books:book", key=entry.book.key)
    total = sum(transfer.amount for transfer in entry.transfers.all())
    return render(
        request,
        "jawara/staff/form.html",
        {
            "crumbs": _crumbs(entry.book, Crumb(_("Batalkan catatan"))),
            "title": _("Batalkan catatan nomor %(number)s") % {"number": entry.number},
            "intro": _("Membatalkan tidak menghapus: kami buatkan catatan lawannya."),
            "facts": [Fact(entry.memo, format.rupiah(total, language()))],
            "form": form,
            "action": _("Batalkan catatan"),
            "cancel": _url(entry.book),
        },
    )
