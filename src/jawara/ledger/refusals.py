"""What the ledger declines, and what to do instead."""

from jawara.kernel.errors import Refusal, gettext_noop


class EntryEmpty(Refusal):
    code = "entry_empty"
    message = gettext_noop("Pembukuan ini belum punya baris. Isi paling sedikit satu.")


class MemoMissing(Refusal):
    """Values: limit."""

    code = "memo_missing"
    message = gettext_noop("Uraiannya belum diisi. Tulis untuk apa uang ini.")


class TextTooLong(Refusal):
    """Values: limit, length."""

    code = "text_too_long"
    message = gettext_noop(
        "Uraiannya %(length)s huruf, paling banyak %(limit)s. Persingkat, rinciannya bisa di bukti."
    )


class AccountUnknown(Refusal):
    """Values: account, book."""

    code = "account_unknown"
    message = gettext_noop("Rekening %(account)s tidak ada di buku %(book)s. Pilih dari daftarnya.")


class SameAccount(Refusal):
    """Values: account."""

    code = "same_account"
    message = gettext_noop(
        "Rekening %(account)s ada di kedua sisi. Pilih rekening lain untuk salah satunya."
    )


class AmountNotPositive(Refusal):
    """Values: amount_rupiah."""

    code = "amount_not_positive"
    message = gettext_noop("Jumlahnya harus lebih dari nol. Tertulis %(amount_rupiah)s.")


class AmountTooLarge(Refusal):
    """Values: amount_rupiah, limit_rupiah."""

    code = "amount_too_large"
    message = gettext_noop(
        "%(amount_rupiah)s terlalu besar untuk dibukukan. Periksa jumlah nolnya."
    )


class DateInFuture(Refusal):
    """Values: on, today."""

    code = "date_in_future"
    message = gettext_noop("%(on)s belum terjadi (hari ini %(today)s). Periksa tanggalnya.")


class BeforeOpening(Refusal):
    """Values: on, opened_on, book."""

    code = "before_book_opened"
    message = gettext_noop(
        "Buku %(book)s baru dibuka %(opened_on)s; %(on)s sebelum itu. Periksa tanggalnya."
    )


class AlreadyReversed(Refusal):
    """Values: number, book."""

    code = "already_reversed"
    message = gettext_noop(
        "Catatan nomor %(number)s di buku %(book)s sudah dibatalkan. Buka catatan lawannya."
    )


class ReversalReversed(Refusal):
    """A reversal stands; what it took back is recorded anew instead. Values: number, book."""

    code = "reversal_reversed"
    message = gettext_noop(
        "Nomor %(number)s di buku %(book)s adalah pembatalan, tidak bisa dibatalkan lagi. "
        "Catat ulang yang semula."
    )


class ReversalTooEarly(Refusal):
    """Values: on, occurred_on."""

    code = "reversal_too_early"
    message = gettext_noop(
        "Pembatalan tidak bisa bertanggal %(on)s, sebelum catatannya sendiri (%(occurred_on)s)."
    )


class BelongsToRecord(Refusal):
    """An entry made by another record is mended where it was made. Values: source."""

    code = "belongs_to_record"
    message = gettext_noop(
        "Pembukuan ini mengikuti catatan lain (%(source)s). Betulkan catatan itu; bukunya ikut."
    )


class BookExists(Refusal):
    """Values: kind."""

    code = "book_exists"
    message = gettext_noop("Buku jenis ini (%(kind)s) sudah ada. Pakai yang ada.")
