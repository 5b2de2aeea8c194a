"""Boards (BKM), their terms and elections, units, groups (KSM), volunteers, forum, poor register.

A `Bkm` or `Ksm` is only an identity; its name and life are dated profiles. Personal data of the
poor register and of group members stays inside the board's own scope.
"""

from django.db import models
from django.db.models import F, Q

from jawara.audit.models import Fact, Recorded, Spell
from jawara.community.enums import BoardRole, BoardUnitKind, KsmPurpose, OfficerRole, Sex
from jawara.territories.models import Unit


class Bkm(Recorded):
    """The elected board of a ward."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="boards")

    class Meta:
        db_table = "community_bkm"


class BkmProfile(Spell):
    """What a board is called, and when it existed. `generic_name` holds BKM or LKM."""

    bkm = models.ForeignKey(Bkm, models.PROTECT, related_name="profiles")
    name = models.CharField(max_length=200)
    generic_name = models.CharField(max_length=3, default="BKM")
    deed_number = models.CharField(max_length=100, blank=True, default="")

    class Meta(Spell.Meta):
        db_table = "community_bkm_profile"


class BkmTerm(Spell):
    """A period of office of the whole board."""

    bkm = models.ForeignKey(Bkm, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()

    class Meta(Spell.Meta):
        db_table = "community_bkm_term"


class BkmMembership(Spell):
    """An office-holder. Shown publicly while in office."""

    term = models.ForeignKey(BkmTerm, models.PROTECT, related_name="memberships")
    person_name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    role = models.CharField(max_length=12, choices=BoardRole.choices)

    class Meta(Spell.Meta):
        db_table = "community_bkm_membership"


class Election(Fact):
    """An election of a board: turnout only. Who voted for whom is never stored anywhere."""

    bkm = models.ForeignKey(Bkm, models.PROTECT, related_name="elections")
    eligible = models.PositiveIntegerField()
    voters_female = models.PositiveIntegerField()
    voters_male = models.PositiveIntegerField()
    ballots_invalid = models.PositiveIntegerField(default=0)
    names_per_ballot = models.PositiveSmallIntegerField(default=1)

    class Meta(Fact.Meta):
        db_table = "community_election"
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible__gte=F("voters_female") + F("voters_male")),
                name="election_voters_among_eligible",
            ),
            models.CheckConstraint(
                condition=Q(ballots_invalid__lte=F("voters_female") + F("voters_male")),
                name="election_invalid_among_voters",
            ),
            models.CheckConstraint(
                condition=Q(names_per_ballot__gte=1), name="election_names_per_ballot"
            ),
        ]


class VoteTally(models.Model):
    """Votes counted for one name. Holds no voter, no ballot and no order of counting."""

    append_only = True

    election = models.ForeignKey(Election, models.PROTECT, related_name="tally")
    nominee_name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    votes = models.PositiveIntegerField()

    class Meta:
        db_table = "community_vote_tally"
        constraints = [
            models.UniqueConstraint(
                fields=["election", "nominee_name"], name="tally_one_line_per_name"
            )
        ]


class ElectionAttendance(models.Model):
    """Who came to vote (the attendance form). Not linked to the tally, kept in name order."""

    append_only = True

    election = models.ForeignKey(Election, models.PROTECT, related_name="attendance")
    person_name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)

    class Meta:
        db_table = "community_election_attendance"


class BoardUnit(Spell):
    """UPK, UPL or UPS of a board."""

    bkm = models.ForeignKey(Bkm, models.PROTECT, related_name="board_units")
    kind = models.CharField(max_length=3, choices=BoardUnitKind.choices)

    class Meta(Spell.Meta):
        db_table = "community_board_unit"


class UnitOfficer(Spell):
    """An officer or supervisor of a board's unit."""

    board_unit = models.ForeignKey(BoardUnit, models.PROTECT, related_name="officers")
    role = models.CharField(max_length=12, choices=OfficerRole.choices)
    person_name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)

    class Meta(Spell.Meta):
        db_table = "community_unit_officer"


class Ksm(Recorded):
    """A self-help group of a board."""

    bkm = models.ForeignKey(Bkm, models.PROTECT, related_name="groups")
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "community_ksm"
        constraints = [
            models.UniqueConstraint(fields=["bkm", "number"], name="ksm_number_per_board")
        ]


class KsmProfile(Spell):
    """What a group is called and for what, and when it existed."""

    ksm = models.ForeignKey(Ksm, models.PROTECT, related_name="profiles")
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=8, choices=KsmPurpose.choices)

    class Meta(Spell.Meta):
        db_table = "community_ksm_profile"


class KsmMembership(Spell):
    """A member of a group. Names never leave the board's own scope."""

    ksm = models.ForeignKey(Ksm, models.PROTECT, related_name="memberships")
    person_name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    is_poor = models.BooleanField(null=True)

    class Meta(Spell.Meta):
        db_table = "community_ksm_membership"


class Volunteer(Spell):
    """A volunteer (relawan, kader) of a ward."""

    unit = models.ForeignKey(Unit, models.PROTECT)
    person_name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)

    class Meta(Spell.Meta):
        db_table = "community_volunteer"


class BkmForum(Spell):
    """The association of boards of a subdistrict or district."""

    unit = models.ForeignKey(Unit, models.PROTECT)
    name = models.CharField(max_length=200)

    class Meta(Spell.Meta):
        db_table = "community_bkm_forum"


class ForumOffice(Spell):
    """An office in a forum, such as its secretary-general."""

    forum = models.ForeignKey(BkmForum, models.PROTECT, related_name="offices")
    title = models.CharField(max_length=100)
    person_name = models.CharField(max_length=200)
    bkm = models.ForeignKey(Bkm, models.PROTECT, null=True, blank=True)

    class Meta(Spell.Meta):
        db_table = "community_forum_office"


class PoorHousehold(Spell):
    """A household in the poor register (PS2) of the self-survey. Board scope only."""

    unit = models.ForeignKey(Unit, models.PROTECT)
    head_name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True, default="")
    members_female = models.PositiveSmallIntegerField()
    members_male = models.PositiveSmallIntegerField()

    class Meta(Spell.Meta):
        db_table = "community_poor_household"
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=Q(members_female__gte=1) | Q(members_male__gte=1),
                name="poor_household_has_members",
            ),
        ]
