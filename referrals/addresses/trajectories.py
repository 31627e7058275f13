"""Addresses of the JGZ's work: worklist, trajectories, teams and handing over."""

from django.urls import path

from referrals.views import (
    bulk,
    exporting,
    registering,
    saved,
    teams,
    trajectory,
    transferring,
    worklist,
)

LISTS = [
    path("trajecten/", worklist.Worklist.as_view(), name="worklist"),
    path("trajecten/export.csv", exporting.ExportCsv.as_view(), name="worklist-csv"),
    path("trajecten/export.xlsx", exporting.ExportXlsx.as_view(), name="worklist-xlsx"),
    path("trajecten/export.ods", exporting.ExportOds.as_view(), name="worklist-ods"),
    path("trajecten/lijsten/", saved.SavedLists.as_view(), name="saved-lists"),
    path("trajecten/vastgelopen/", worklist.StuckChildren.as_view(), name="stuck"),
    path(
        "trajecten/lijsten/<int:pk>/verwijderen/",
        saved.SavedListDelete.as_view(),
        name="saved-list-delete",
    ),
]

STARTING = [
    path(
        "trajecten/nieuw/",
        registering.TrajectoryCreate.as_view(),
        name="trajectory-create",
    ),
    path(
        "trajecten/nieuw/meer/",
        registering.TrajectoryCreateMany.as_view(),
        name="trajectory-create-many",
    ),
    path(
        "trajecten/codes/",
        registering.TrajectoryCodes.as_view(),
        name="trajectory-codes",
    ),
    path(
        "trajecten/overnemen/",
        transferring.TakeOver.as_view(),
        name="trajectory-take-over",
    ),
]

MANY = [
    path("trajecten/keuze/", bulk.Bulk.as_view(), name="trajectory-bulk"),
    path("trajecten/meer/", bulk.MoveMany.as_view(), name="trajectory-move-many"),
]

ONE = [
    path(
        "trajecten/<int:pk>/", trajectory.TrajectoryDetail.as_view(), name="trajectory"
    ),
    path(
        "trajecten/<int:pk>/logboek/",
        trajectory.TrajectoryLog.as_view(),
        name="trajectory-log",
    ),
    path(
        "trajecten/<int:pk>/correctie/",
        trajectory.TrajectoryCorrect.as_view(),
        name="trajectory-correct",
    ),
    path(
        "trajecten/<int:pk>/geven/",
        transferring.TrajectoryAssign.as_view(),
        name="trajectory-assign",
    ),
    path(
        "trajecten/<int:pk>/verhuizing/",
        transferring.TrajectoryTransfer.as_view(),
        name="trajectory-transfer",
    ),
    path(
        "trajecten/<int:pk>/verhuizing/intrekken/",
        transferring.TransferWithdraw.as_view(),
        name="transfer-withdraw",
    ),
]

TEAMS = [
    path("trajecten/teams/", teams.Teams.as_view(), name="teams"),
    path("trajecten/teams/nieuw/", teams.TeamCreate.as_view(), name="team-create"),
    path("trajecten/teams/waarneming/", teams.StandIn.as_view(), name="stand-in"),
    path("trajecten/teams/<int:pk>/", teams.TeamDetail.as_view(), name="team"),
    path(
        "trajecten/teams/<int:pk>/toevoegen/",
        teams.MemberAdd.as_view(),
        name="team-member-add",
    ),
    path(
        "trajecten/teams/<int:pk>/opheffen/",
        teams.TeamEnd.as_view(),
        name="team-end",
    ),
    path(
        "trajecten/teams/leden/<int:pk>/beeindigen/",
        teams.MembershipEnd.as_view(),
        name="membership-end",
    ),
]

urlpatterns = [*LISTS, *STARTING, *MANY, *ONE, *TEAMS]
