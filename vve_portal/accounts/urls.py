"""Addresses of signing in, one's own account, people, mandates and the record."""

from django.urls import URLPattern, path

from vve_portal.accounts.views import (
    account,
    enrolment,
    invitations,
    mandates,
    organisation,
    passwords,
    people,
    record,
    sign_in,
)

app_name = "accounts"

SIGNING_IN: list[URLPattern] = [
    path("inloggen/", sign_in.SignIn.as_view(), name="sign-in"),
    path("inloggen/code/", sign_in.SecondFactor.as_view(), name="second-factor"),
    path("inloggen/koppelen/", enrolment.Enrol.as_view(), name="enrol"),
    path("inloggen/link/", enrolment.AskLink.as_view(), name="ask-link"),
    path("inloggen/link/<str:token>/", enrolment.OpenLink.as_view(), name="open-link"),
    path("inloggen/demo/<int:pk>/", sign_in.DemoSignIn.as_view(), name="demo-sign-in"),
    path("uitloggen/", sign_in.SignOut.as_view(), name="sign-out"),
    path(
        "wachtwoord-vergeten/",
        passwords.ForgotPassword.as_view(),
        name="forgot-password",
    ),
    path(
        "wachtwoord-vergeten/<str:uid>/<str:token>/",
        passwords.ResetPassword.as_view(),
        name="reset-password",
    ),
    path(
        "uitnodiging/<str:token>/",
        invitations.AcceptInvitation.as_view(),
        name="accept-invitation",
    ),
]
ACCOUNT: list[URLPattern] = [
    path("account/", account.Account.as_view(), name="account"),
    path(
        "account/wachtwoord/",
        passwords.ChangePassword.as_view(),
        name="change-password",
    ),
    path("account/herstelcodes/", account.RenewCodes.as_view(), name="renew-codes"),
    path("account/telefoon/", account.ReplaceApp.as_view(), name="replace-app"),
    path("account/uitloggen/", account.EndOtherSessions.as_view(), name="end-sessions"),
]
PEOPLE: list[URLPattern] = [
    path("mensen/", people.PeopleList.as_view(), name="people"),
    path("mensen/uitnodigen/", invitations.Invite.as_view(), name="invite"),
    path(
        "mensen/uitnodiging/<int:pk>/intrekken/",
        invitations.WithdrawInvitation.as_view(),
        name="withdraw-invitation",
    ),
    path(
        "organisatie/",
        organisation.DescribeOrganisation.as_view(),
        name="organisation",
    ),
    path("mensen/<int:pk>/", people.PersonDetail.as_view(), name="person"),
    path(
        "mensen/<int:pk>/geschiedenis/",
        people.PersonHistory.as_view(),
        name="person-history",
    ),
    path("mensen/<int:pk>/rol/", people.GrantRole.as_view(), name="grant-role"),
    path("mensen/rol/<int:pk>/beeindigen/", people.EndRole.as_view(), name="end-role"),
    path(
        "mensen/<int:pk>/sluiten/", people.CloseAccount.as_view(), name="close-account"
    ),
    path(
        "mensen/<int:pk>/openen/",
        people.ReopenAccount.as_view(),
        name="reopen-account",
    ),
    path(
        "mensen/<int:pk>/tweede-stap/",
        people.ResetSecondFactor.as_view(),
        name="reset-second-factor",
    ),
]
MANDATES: list[URLPattern] = [
    path("mandaten/", mandates.MandateList.as_view(), name="mandates"),
    path("mandaten/nieuw/", mandates.RegisterMandate.as_view(), name="new-mandate"),
    path("mandaten/<int:pk>/", mandates.MandateDetail.as_view(), name="mandate"),
    path(
        "mandaten/<int:pk>/intrekken/",
        mandates.WithdrawMandate.as_view(),
        name="withdraw-mandate",
    ),
]
urlpatterns = [
    *SIGNING_IN,
    *ACCOUNT,
    *PEOPLE,
    *MANDATES,
    path("logboek/", record.Record.as_view(), name="record"),
]
