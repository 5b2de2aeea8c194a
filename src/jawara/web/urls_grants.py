"""Block grants in the workspace, under /kelola/blm/."""

from django.urls import URLPattern, URLResolver, path

from jawara.web.views import grants, grants_accounts, grants_tranches, grants_uses

app_name = "grants"
TRANCHE = "<int:pk>/termin/<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", grants.grant_list, name="list"),
    path("baru/", grants_tranches.sign, name="sign"),
    path("<int:pk>/", grants.grant_page, name="grant"),
    path("<int:pk>/betulkan/", grants_tranches.correct, name="correct"),
    path(f"{TRANCHE}berkas/", grants_tranches.check, name="check"),
    path(
        f"{TRANCHE}berkas/fasilitator/", grants_tranches.check_facilitator, name="check_facilitator"
    ),
    path(f"{TRANCHE}cair/", grants_tranches.disburse, name="disburse"),
    path(
        "pencairan/<uuid:key>/tarik/",
        grants_tranches.disbursement_withdraw,
        name="disbursement_withdraw",
    ),
    path(f"{TRANCHE}lpj/", grants_accounts.account_new, name="account_new"),
    path("lpj/<uuid:key>/", grants_accounts.account, name="account"),
    path("lpj/<uuid:key>/betulkan/", grants_accounts.account_correct, name="account_correct"),
    path("lpj/<uuid:key>/putuskan/", grants_accounts.account_judge, name="account_judge"),
    path("<int:pk>/pemakaian/", grants.use_list, name="uses"),
    path("<int:pk>/pemakaian/baru/", grants_uses.use_new, name="use_new"),
    path("pemakaian/<uuid:key>/", grants_uses.use, name="use"),
    path("pemakaian/<uuid:key>/betulkan/", grants_uses.use_correct, name="use_correct"),
    path("pemakaian/<uuid:key>/tarik/", grants_uses.use_withdraw, name="use_withdraw"),
    path("<int:pk>/bop/baru/", grants_uses.operating_new, name="operating_new"),
    path("bop/<uuid:key>/tarik/", grants_uses.operating_withdraw, name="operating_withdraw"),
    path("<int:pk>/swadaya/baru/", grants_uses.contribution_new, name="contribution_new"),
    path(
        "swadaya/<uuid:key>/tarik/", grants_uses.contribution_withdraw, name="contribution_withdraw"
    ),
    path("<int:pk>/penjelasan/baru/", grants_uses.explain, name="explain"),
    path("penjelasan/<uuid:key>/", grants_uses.explanation, name="explanation"),
    path(
        "penjelasan/<uuid:key>/tarik/",
        grants_uses.explanation_withdraw,
        name="explanation_withdraw",
    ),
]
