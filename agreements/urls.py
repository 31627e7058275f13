"""Addresses of agreements: the text, and its signing."""

from django.urls import path

from agreements import converters  # noqa: F401 - makes <chapter:> and others known
from agreements.views import (
    detail,
    editing,
    evidence,
    files,
    frame,
    history,
    ink,
    library,
    listing,
    progress,
    progressing,
    remote,
    routes,
    rules,
    signature,
    signing,
    starting,
    waiting,
)

app_name = "agreements"

TEXT = [
    path("", listing.AgreementList.as_view(), name="list"),
    path("<int:pk>/", detail.AgreementDetail.as_view(), name="detail"),
    path(
        "<int:pk>/hoofdstuk/<chapter:chapter>/",
        detail.ChapterDetail.as_view(),
        name="chapter",
    ),
    path("<int:pk>/wacht-op-antwoord/", waiting.Waiting.as_view(), name="waiting"),
    path("afspraken/<int:pk>/", detail.ClauseDetail.as_view(), name="clause"),
    path(
        "afspraken/<int:pk>/geschiedenis/",
        history.ClauseHistory.as_view(),
        name="clause-history",
    ),
    path("<int:pk>/geld/", progressing.Money.as_view(), name="money"),
    path("<int:pk>/gereedheid/", progressing.Readiness.as_view(), name="readiness"),
    path(
        "<int:pk>/stap/<step:step>/", progressing.AgreementStep.as_view(), name="step"
    ),
    path("<int:pk>/geschiedenis/", history.AgreementHistory.as_view(), name="history"),
]

WRITING = [
    path("nieuw/", starting.AgreementCreate.as_view(), name="create"),
    path(
        "<int:pk>/hoofdstuk/<chapter:chapter>/toevoegen/",
        editing.ClauseAdd.as_view(),
        name="clause-add",
    ),
    path(
        "afspraken/<int:pk>/wijzigen/", editing.ClauseEdit.as_view(), name="clause-edit"
    ),
    path(
        "afspraken/<int:pk>/laten-vervallen/",
        editing.ClauseDrop.as_view(),
        name="clause-drop",
    ),
    path(
        "afspraken/<int:pk>/bewaren/", library.ClauseKeep.as_view(), name="clause-keep"
    ),
    path(
        "afspraken/<int:pk>/uitvoering/",
        progress.ProgressEdit.as_view(),
        name="progress",
    ),
    path("<int:pk>/gegevens/", frame.FrameEdit.as_view(), name="frame"),
    path("<int:pk>/termijnen/", frame.TermsEdit.as_view(), name="terms"),
    path("<int:pk>/toetsen/", frame.Approvals.as_view(), name="approvals"),
    path("<int:pk>/bibliotheek/", library.Library.as_view(), name="library"),
]

SIGNING = [
    path("<int:pk>/ondertekening/", signing.Signing.as_view(), name="signing"),
    path("<int:pk>/ondertekening/stoppen/", signing.Recall.as_view(), name="recall"),
    path(
        "<int:pk>/ondertekening/opnieuw/",
        signing.Retry.as_view(),
        name="signing-retry",
    ),
    path("<int:pk>/pdf/", evidence.Download.as_view(), name="download"),
    path("<int:pk>/bewijs/", evidence.Evidence.as_view(), name="evidence"),
    path(
        "<int:pk>/bewijs/bestand/",
        evidence.EvidenceFile.as_view(),
        name="evidence-file",
    ),
    path("ondertekenen/<int:pk>/", signature.Sign.as_view(), name="sign"),
    path("ondertekenen/<int:pk>/niet/", signature.Refuse.as_view(), name="refuse"),
    path(
        "handtekening/<int:pk>/op-afstand/",
        remote.SignRemotely.as_view(),
        name="sign-remote",
    ),
    path(
        "handtekening/<int:pk>/op-afstand/code/",
        remote.SendRemoteCode.as_view(),
        name="sign-remote-code",
    ),
    path("handtekening/<int:pk>/andere-dienst/", routes.Bring.as_view(), name="bring"),
    path(
        "handtekening/<int:pk>/andere-dienst/bevestigen/",
        routes.BringConfirm.as_view(),
        name="bring-confirm",
    ),
    path(
        "handtekening/<int:pk>/andere-dienst/terugleggen/",
        routes.PutBack.as_view(),
        name="bring-put-back",
    ),
    path("handtekening/<int:pk>/op-papier/", ink.Ink.as_view(), name="ink"),
    path("handtekening/<int:pk>/scan/", ink.ScanFile.as_view(), name="scan"),
    path(
        "huisregels/<int:pk>/", rules.SigningRulesPage.as_view(), name="signing-rules"
    ),
]

FILES = [
    path("<int:pk>/bestanden/", files.Files.as_view(), name="files"),
    path(
        "<int:pk>/bestanden/<agreement_file:kind>/", files.File.as_view(), name="file"
    ),
    path(
        "<int:pk>/bestanden/<agreement_file:kind>/maken/",
        files.FileMake.as_view(),
        name="file-make",
    ),
]

urlpatterns = [*TEXT, *WRITING, *SIGNING, *FILES]
