"""What grants decline, and what to do instead."""

from jawara.kernel.errors import Refusal, gettext_noop


class GrantExists(Refusal):
    """Values: number, phase."""

    code = "grant_exists"
    message = gettext_noop(
        "BKM ini sudah punya perjanjian %(number)s untuk tahap %(phase)s. Buka perjanjian itu."
    )


class NotCovered(Refusal):
    """Values: phase, on."""

    code = "ward_outside_coverage"
    message = gettext_noop(
        "Kelurahan atau desa ini tidak ikut tahap %(phase)s pada %(on)s. Catat dulu "
        "kepesertaannya, atau periksa tanggal dan tahapnya."
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


class CeilingTooSmall(Refusal):
    """A tranche would get nothing. Values: ceiling_rupiah."""

    code = "ceiling_too_small"
    message = gettext_noop(
        "Pagu %(ceiling_rupiah)s terlalu kecil untuk dibagi dalam termin. Periksa jumlahnya."
    )


class AgreementInUse(Refusal):
    """Values: number."""

    code = "agreement_in_use"
    message = gettext_noop(
        "Perjanjian %(number)s sudah diperiksa, cair, atau dipakai, jadi tidak bisa diubah lagi."
    )


class BeforeAgreement(Refusal):
    """Values: on, signed_on."""

    code = "before_agreement"
    message = gettext_noop(
        "%(on)s sebelum perjanjian ditandatangani (%(signed_on)s). Periksa tanggalnya."
    )


class DocumentUnknown(Refusal):
    """Values: document, tranche, known."""

    code = "dossier_document_unknown"
    message = gettext_noop(
        "Termin %(tranche)s tidak meminta dokumen %(document)s. Yang diminta: %(known)s."
    )


class VerifierUnknown(Refusal):
    """Values: verifier, known."""

    code = "verifier_unknown"
    message = gettext_noop("Pemeriksa %(verifier)s tidak dikenal. Yang ada: %(known)s.")


class CorrectButAbsent(Refusal):
    code = "correct_but_absent"
    message = gettext_noop("Dokumen yang tidak ada tidak bisa benar isinya. Tandai ada dulu.")


class EarlierVerifierFirst(Refusal):
    """Values: document, earlier."""

    code = "earlier_verifier_first"
    message = gettext_noop(
        "%(earlier)s belum menyatakan %(document)s ada dan benar. Giliran ini sesudahnya."
    )


class DossierClosed(Refusal):
    """Values: tranche, on."""

    code = "dossier_closed"
    message = gettext_noop(
        "Termin %(tranche)s sudah cair pada %(on)s; berkasnya tidak diperiksa lagi."
    )


class DossierIncomplete(Refusal):
    """Values: tranche, count, missing (texts)."""

    code = "dossier_incomplete"
    message = gettext_noop(
        "Berkas termin %(tranche)s belum lengkap, masih kurang %(count)s hal: %(missing)s."
    )


class EarlierTrancheFirst(Refusal):
    """Values: tranche, earlier, left_rupiah."""

    code = "earlier_tranche_first"
    message = gettext_noop(
        "Termin %(earlier)s belum cair seluruhnya (kurang %(left_rupiah)s). Cairkan itu dulu."
    )


class TrancheDisbursed(Refusal):
    """Values: tranche, on."""

    code = "tranche_disbursed"
    message = gettext_noop("Termin %(tranche)s sudah cair seluruhnya pada %(on)s.")


class AboveTranche(Refusal):
    """Values: tranche, amount_rupiah, left_rupiah."""

    code = "above_tranche"
    message = gettext_noop(
        "%(amount_rupiah)s melebihi sisa termin %(tranche)s, yaitu %(left_rupiah)s. "
        "Periksa jumlahnya."
    )


class UseNotAllowed(Refusal):
    """Values: pillar, allowed."""

    code = "use_not_allowed"
    message = gettext_noop("Dana ini tidak boleh dipakai untuk %(pillar)s. Boleh: %(allowed)s.")


class BeyondDisbursed(Refusal):
    """Values: amount_rupiah, available_rupiah, on."""

    code = "use_beyond_disbursed"
    message = gettext_noop(
        "%(amount_rupiah)s melebihi uang yang tersedia. Pada %(on)s masih tersedia "
        "%(available_rupiah)s. Periksa jumlah atau tanggalnya, atau catat dulu pencairannya."
    )


class BeyondLater(BeyondDisbursed):
    """Enough on the day, but later uses already recorded need it. Values: also lowest_on."""

    code = "use_beyond_disbursed_later"
    message = gettext_noop(
        "%(amount_rupiah)s terlalu banyak: pemakaian yang sudah tercatat sampai %(lowest_on)s "
        "hanya menyisakan %(available_rupiah)s. Periksa jumlah atau tanggalnya."
    )


class OtherBoard(Refusal):
    code = "belongs_to_other_board"
    message = gettext_noop("KSM atau kegiatan rencana itu milik BKM lain. Pilih dari daftarnya.")


class OtherPillar(Refusal):
    """Values: pillar."""

    code = "plan_item_of_other_pillar"
    message = gettext_noop(
        "Kegiatan rencana itu termasuk bidang %(pillar)s. Pilih bidang atau kegiatan yang cocok."
    )


class StillNeeded(Refusal):
    """Money that was taken back has been used since. Values: amount_rupiah, available_rupiah, on."""

    code = "money_already_used"
    message = gettext_noop(
        "Tidak bisa ditarik: dari %(amount_rupiah)s ini hanya %(available_rupiah)s belum dipakai. "
        "Betulkan dulu pemakaiannya."
    )


class AboveOperatingShare(Refusal):
    """Values: amount_rupiah, left_rupiah."""

    code = "above_operating_share"
    message = gettext_noop(
        "%(amount_rupiah)s melebihi bagian untuk dana operasional; masih boleh %(left_rupiah)s."
    )


class TrancheNotDisbursed(Refusal):
    """Values: tranche."""

    code = "tranche_not_disbursed"
    message = gettext_noop(
        "Termin %(tranche)s belum cair pada tanggal itu, jadi belum ada yang dipertanggungjawabkan."
    )


class ReportExists(Refusal):
    """Values: tranche."""

    code = "report_exists"
    message = gettext_noop(
        "Termin %(tranche)s sudah punya laporan pertanggungjawaban. Betulkan laporan itu."
    )


class ReportAccepted(Refusal):
    """Values: tranche."""

    code = "report_accepted"
    message = gettext_noop(
        "Laporan termin %(tranche)s sudah diterima. Petugas harus membatalkan penerimaannya dulu."
    )


class AboveUnexplained(Refusal):
    """Values: amount_rupiah, left_rupiah."""

    code = "above_unexplained"
    message = gettext_noop(
        "Yang belum terjelaskan tinggal %(left_rupiah)s, kurang dari %(amount_rupiah)s. "
        "Periksa jumlahnya."
    )


class ExplanationNeedsText(Refusal):
    code = "explanation_needs_text"
    message = gettext_noop("Penjelasannya belum ditulis. Tulis apa yang ditemukan dan di mana.")


class LaterTrancheDisbursed(Refusal):
    """Values: tranche, later."""

    code = "later_tranche_disbursed"
    message = gettext_noop(
        "Termin %(later)s sudah cair sesudah termin %(tranche)s. Tarik dulu termin %(later)s."
    )
