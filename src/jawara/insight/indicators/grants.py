"""Block grant money: what was disbursed, what it was used for, what nobody has explained."""

from collections.abc import Callable, Sequence

from jawara.grants import queries as grants
from jawara.grants.queries import WardAccount
from jawara.insight import warnings
from jawara.insight.indicators.cycle import rulebook_id
from jawara.insight.indicators.shared import coverage, named, names
from jawara.insight.registry import Indicator, Term, register
from jawara.insight.types import Answer, Question, RecordRow, Warn
from jawara.kernel.errors import gettext_noop
from jawara.programmes.enums import Pillar


def accounts(asked: Question) -> dict[int, WardAccount]:
    ward_ids = set(coverage(asked).values_list("unit_id", flat=True))
    return grants.ward_accounts(ward_ids, asked.phase, asked.as_of, asked.known_at)


def summed(
    pick: Callable[[WardAccount], int], *, warn: bool = True
) -> Callable[[Question], Answer]:
    """An indicator that adds one column over the wards that received money."""

    def compute(asked: Question) -> Answer:
        found = [account for account in accounts(asked).values() if account.disbursed]
        if not found:
            return Answer()
        return Answer(
            value=sum(pick(account) for account in found),
            latest_on=max(account.latest_on for account in found),
            illustrative=any(account.illustrative for account in found),
            rulebook=rulebook_id(asked),
            warnings=_gap(found) if warn else (),
        )

    return compute


def _gap(found: Sequence[WardAccount]) -> tuple[Warn, ...]:
    gap = sum(account.unexplained for account in found)
    if not gap:
        return ()
    return (warnings.unexplained(gap, sum(account.disbursed for account in found)),)


def records(*kinds: str) -> Callable[[Question, int, int], tuple[Sequence[RecordRow], int]]:
    """The grant records of these kinds, ward by ward, each with its ledger entry."""

    def rows(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
        ward_ids = set(coverage(asked).values_list("unit_id", flat=True))
        found = grants.records_behind(ward_ids, asked.phase, asked.as_of, asked.known_at, kinds)
        page = found[offset : offset + limit]
        units = names(asked, (row.unit_id for row in page))
        result = []
        for row in page:
            code, name = named(units, row.unit_id)
            result.append(
                RecordRow(
                    title=row.title,
                    unit_code=code,
                    unit_name=name,
                    occurred_on=row.occurred_on,
                    recorded_at=row.recorded_at,
                    basis=row.basis,
                    amount=row.amount,
                    reference=f"entry:{row.entry_key}" if row.entry_key else "",
                    document_sha256=row.document_sha256,
                    document_title=row.document_title,
                    group=row.board_name,
                )
            )
        return result, len(found)

    return rows


def granting_wards(asked: Question) -> Answer:
    found = [account for account in accounts(asked).values() if account.disbursed]
    if not found:
        return Answer()
    return Answer(
        value=len(found),
        latest_on=max(account.latest_on for account in found),
        illustrative=any(account.illustrative for account in found),
    )


ALL_USES = ("ECONOMIC", "PHYSICAL", "SOCIAL", "OPERATING")

register(
    Indicator(
        key="grants.wards",
        unit="ward",
        name=gettext_noop("Kelurahan penerima BLM"),
        meaning=gettext_noop(
            "Kelurahan dan desa yang BLM-nya (Bantuan Langsung Masyarakat) sudah cair."
        ),
        formula=gettext_noop("Dihitung satu untuk setiap kelurahan dengan pencairan."),
        compute=granting_wards,
        records=records("DISBURSED"),
        topic="grants",
    )
)
register(
    Indicator(
        key="grants.allocated",
        unit="rupiah",
        name=gettext_noop("Pagu BLM"),
        meaning=gettext_noop("Batas BLM (Bantuan Langsung Masyarakat) menurut perjanjian."),
        formula=gettext_noop("Jumlah pagu semua perjanjian yang sudah ditandatangani."),
        compute=summed(lambda account: account.allocated, warn=False),
        records=records("AGREED"),
        topic="grants",
        rule_path="grants.tranches",
    )
)
register(
    Indicator(
        key="grants.realised",
        unit="rupiah",
        name=gettext_noop("BLM cair"),
        meaning=gettext_noop(
            "BLM (Bantuan Langsung Masyarakat) yang sudah masuk ke rekening BKM."
        ),
        formula=gettext_noop("Jumlah semua pencairan yang dibukukan."),
        compute=summed(lambda account: account.disbursed),
        records=records("DISBURSED"),
        topic="grants",
        rule_path="grants.tranches",
    )
)
for _pillar, _slug, _name in (
    (Pillar.ECONOMIC, "economic", gettext_noop("BLM untuk ekonomi")),
    (Pillar.PHYSICAL, "physical", gettext_noop("BLM untuk pekerjaan fisik")),
    (Pillar.SOCIAL, "social", gettext_noop("BLM untuk kegiatan sosial")),
):
    register(
        Indicator(
            key=f"grants.used.{_slug}",
            unit="rupiah",
            name=_name,
            meaning=gettext_noop(
                "Bagian BLM (Bantuan Langsung Masyarakat) yang sudah dipakai untuk pilar ini."
            ),
            formula=gettext_noop("Jumlah semua penggunaan pilar ini yang dibukukan."),
            compute=summed(lambda account, pillar=_pillar: account.used.get(pillar, 0)),  # type: ignore[misc]
            records=records(_pillar),
            topic="grants",
            rule_path="grants.pillars",
        )
    )
register(
    Indicator(
        key="grants.used.operating",
        unit="rupiah",
        name=gettext_noop("BLM untuk operasional (BOP)"),
        meaning=gettext_noop("Bagian BLM yang dipindahkan ke buku dana operasional BKM (BOP)."),
        formula=gettext_noop("Jumlah semua pemindahan ke buku dana operasional."),
        compute=summed(lambda account: account.operating),
        records=records("OPERATING"),
        topic="grants",
    )
)
register(
    Indicator(
        key="grants.explained",
        unit="rupiah",
        name=gettext_noop("Selisih BLM yang sudah dijelaskan"),
        meaning=gettext_noop(
            "Bagian selisih BLM yang sudah dijelaskan petugas dengan bukti, tanpa menjadi penggunaan."
        ),
        formula=gettext_noop("Jumlah semua penjelasan yang berlaku."),
        compute=summed(lambda account: account.explained),
        records=records("EXPLAINED"),
        topic="grants",
    )
)
register(
    Indicator(
        key="grants.unexplained",
        unit="rupiah",
        name=gettext_noop("BLM belum terjelaskan"),
        meaning=gettext_noop(
            "Bagian BLM (Bantuan Langsung Masyarakat) yang sudah cair, tetapi belum ada catatan "
            "dipakai untuk apa."
        ),
        formula=gettext_noop(
            "BLM yang cair, dikurangi semua yang tercatat dipakai untuk ekonomi, pekerjaan fisik, "
            "kegiatan sosial, dan operasional, dikurangi yang sudah dijelaskan dengan bukti."
        ),
        compute=summed(lambda account: account.unexplained),
        records=records("DISBURSED", *ALL_USES, "EXPLAINED"),
        terms=(
            Term("", "grants.realised"),
            Term("-", "grants.used.economic"),
            Term("-", "grants.used.physical"),
            Term("-", "grants.used.social"),
            Term("-", "grants.used.operating"),
            Term("-", "grants.explained"),
        ),
        topic="grants",
        rule_path="grants.pillars",
    )
)
register(
    Indicator(
        key="grants.own_contribution",
        unit="rupiah",
        name=gettext_noop("Swadaya warga"),
        meaning=gettext_noop("Uang, bahan, tenaga, dan lahan dari warga, dinilai dalam rupiah."),
        formula=gettext_noop("Jumlah semua swadaya yang tercatat."),
        compute=summed(lambda account: account.own_contribution, warn=False),
        records=records("CONTRIBUTED"),
        topic="grants",
    )
)
