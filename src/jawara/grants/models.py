"""Block grants (BLM): agreement, tranches, dossier, disbursement, use, contribution, account.

allocated (ceiling) / disbursed / used are three different sums and never mixed. Every disbursement
and use names the ledger entry that booked it (`entry_key`).
"""

from django.db import models
from django.db.models import Q

from jawara.audit.models import Document, Fact, Recorded
from jawara.community.models import Bkm, Ksm
from jawara.cycle.models import PlanItem
from jawara.grants.enums import ContributionKind, GapCategory
from jawara.programmes.enums import Pillar
from jawara.programmes.models import Phase


class BlockGrant(Fact):
    """A grant agreement (SPPB) between the programme and a board. One per board and phase."""

    bkm = models.ForeignKey(Bkm, models.PROTECT, related_name="grants")
    phase = models.ForeignKey(Phase, models.PROTECT)
    agreement_number = models.CharField(max_length=100)
    ceiling_rupiah = models.BigIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "grants_block_grant"
        constraints = [
            models.CheckConstraint(
                condition=Q(ceiling_rupiah__gt=0), name="grant_ceiling_positive"
            ),
            models.UniqueConstraint(
                fields=["bkm", "phase"],
                condition=Q(supersedes__isnull=True),
                name="grant_once_per_board_and_phase",
            ),
        ]


class Tranche(Recorded):
    """An ordered part of a grant: percent of the ceiling (in hundredths of a percent) and rupiah."""

    grant = models.ForeignKey(BlockGrant, models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    percent_hundredths = models.PositiveIntegerField()
    amount_rupiah = models.BigIntegerField()
    rulebook = models.CharField(max_length=60)

    class Meta:
        db_table = "grants_tranche"
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="tranche_number_once"),
            models.CheckConstraint(condition=Q(amount_rupiah__gt=0), name="tranche_positive"),
        ]


class DossierCheck(Fact):
    """A verifier's mark on one dossier document of a tranche: there? filled in correctly?"""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="checks")
    document_kind = models.CharField(max_length=40)
    verifier = models.CharField(max_length=40)
    present = models.BooleanField()
    correct = models.BooleanField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "grants_dossier_check"
        constraints = [
            models.CheckConstraint(
                condition=Q(present=True) | Q(correct=False), name="dossier_correct_only_if_present"
            )
        ]
        indexes = [models.Index(fields=["tranche", "document_kind", "verifier"])]


class Disbursement(Fact):
    """Money of a tranche arrived in the board's account."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="disbursements")
    amount_rupiah = models.BigIntegerField()
    entry_key = models.UUIDField(unique=True, null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "grants_disbursement"
        constraints = [
            models.CheckConstraint(condition=Q(amount_rupiah__gt=0), name="disbursement_positive")
        ]


class GrantUse(Fact):
    """Grant money used for an activity of one pillar."""

    grant = models.ForeignKey(BlockGrant, models.PROTECT, related_name="uses")
    pillar = models.CharField(max_length=8, choices=Pillar.choices)
    activity = models.CharField(max_length=300)
    amount_rupiah = models.BigIntegerField()
    ksm = models.ForeignKey(Ksm, models.PROTECT, null=True, blank=True)
    plan_item = models.ForeignKey(PlanItem, models.PROTECT, null=True, blank=True)
    entry_key = models.UUIDField(unique=True, null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "grants_grant_use"
        constraints = [
            models.CheckConstraint(condition=Q(amount_rupiah__gt=0), name="grant_use_positive")
        ]
        indexes = [models.Index(fields=["grant", "pillar"])]


class OperatingFundUse(Fact):
    """Operating money (BOP) of a board: moved into its own book, then spent from it."""

    grant = models.ForeignKey(BlockGrant, models.PROTECT, related_name="operating_uses")
    is_transfer = models.BooleanField()
    activity = models.CharField(max_length=300)
    amount_rupiah = models.BigIntegerField()
    entry_key = models.UUIDField(unique=True, null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "grants_operating_fund_use"
        constraints = [
            models.CheckConstraint(condition=Q(amount_rupiah__gt=0), name="operating_use_positive")
        ]


class OwnContribution(Fact):
    """What residents put in themselves (swadaya): cash is booked, the rest valued in rupiah."""

    grant = models.ForeignKey(BlockGrant, models.PROTECT, related_name="contributions")
    pillar = models.CharField(max_length=8, choices=Pillar.choices)
    kind = models.CharField(max_length=8, choices=ContributionKind.choices)
    activity = models.CharField(max_length=300)
    amount_rupiah = models.BigIntegerField()
    entry_key = models.UUIDField(unique=True, null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "grants_own_contribution"
        constraints = [
            models.CheckConstraint(condition=Q(amount_rupiah__gt=0), name="contribution_positive")
        ]


class AccountabilityReport(Fact):
    """An account (LPJ) given for a tranche: its own stated total, and whether it was accepted."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="reports")
    stated_used_rupiah = models.BigIntegerField()
    accepted = models.BooleanField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "grants_accountability_report"
        constraints = [
            models.CheckConstraint(
                condition=Q(stated_used_rupiah__gte=0), name="report_not_below_0"
            ),
            models.UniqueConstraint(
                fields=["tranche"],
                condition=Q(supersedes__isnull=True),
                name="report_once_per_tranche",
            ),
        ]


class GapExplanation(Fact):
    """An officer's explanation of (part of) what a grant's uses leave unexplained.

    An explanation never books money: a found use is recorded as a `GrantUse`. UNKNOWN notes a
    finding and explains nothing.
    """

    grant = models.ForeignKey(BlockGrant, models.PROTECT, related_name="explanations")
    category = models.CharField(max_length=16, choices=GapCategory.choices)
    amount_rupiah = models.BigIntegerField()
    text = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT)

    class Meta(Fact.Meta):
        db_table = "grants_gap_explanation"
        constraints = [
            models.CheckConstraint(condition=Q(amount_rupiah__gt=0), name="explanation_positive")
        ]
