"""Addresses of routes: reading, making, the target group and the terms."""

from django.urls import path

from referrals.views import definitions, pathway_editing, pathways, terms

urlpatterns = [
    path("routes/", pathways.Pathways.as_view(), name="pathways"),
    path("routes/aanbod/", pathways.KnownOffers.as_view(), name="known-offers"),
    path("routes/nieuw/", pathways.PathwayStart.as_view(), name="pathway-start"),
    path("routes/<int:pk>/", pathways.PathwayDetail.as_view(), name="pathway"),
    path("routes/<int:pk>/pdf/", pathways.PathwayFile.as_view(), name="pathway-file"),
    path(
        "routes/<int:pk>/nieuwe-versie/",
        pathways.PathwayNext.as_view(),
        name="pathway-next",
    ),
    path(
        "routes/<int:pk>/voorleggen/",
        pathways.PathwayOffer.as_view(),
        name="pathway-offer",
    ),
    path(
        "routes/<int:pk>/terug/",
        pathways.PathwayTakeBack.as_view(),
        name="pathway-take-back",
    ),
    path(
        "routes/<int:pk>/vaststellen/",
        pathways.PathwayPublish.as_view(),
        name="pathway-publish",
    ),
    path(
        "routes/<int:pk>/weggooien/",
        pathways.PathwayDiscard.as_view(),
        name="pathway-discard",
    ),
    path(
        "routes/<int:pk>/bewerken/",
        pathway_editing.PathwayEdit.as_view(),
        name="pathway-edit",
    ),
    path(
        "routes/<int:pk>/gegevens/",
        pathway_editing.WholeEdit.as_view(),
        name="pathway-whole",
    ),
    path(
        "routes/<int:pk>/stap/",
        pathway_editing.StepEdit.as_view(),
        name="pathway-step-add",
    ),
    path(
        "routes/<int:pk>/stap/<slug:key>/",
        pathway_editing.StepEdit.as_view(),
        name="pathway-step",
    ),
    path(
        "routes/<int:pk>/stap/<slug:key>/weg/",
        pathway_editing.StepDrop.as_view(),
        name="pathway-step-drop",
    ),
    path(
        "routes/<int:pk>/stap/<slug:key>/<slug:way>/",
        pathway_editing.StepMove.as_view(),
        name="pathway-step-move",
    ),
    path(
        "routes/<int:pk>/uitkomst/<slug:step>/",
        pathway_editing.OutcomeEdit.as_view(),
        name="pathway-outcome-add",
    ),
    path(
        "routes/<int:pk>/uitkomst/<slug:step>/<slug:key>/",
        pathway_editing.OutcomeEdit.as_view(),
        name="pathway-outcome",
    ),
    path(
        "routes/<int:pk>/uitkomst/<slug:step>/<slug:key>/weg/",
        pathway_editing.OutcomeDrop.as_view(),
        name="pathway-outcome-drop",
    ),
    path(
        "routes/<int:pk>/activiteit/",
        pathway_editing.ActivityEdit.as_view(),
        name="pathway-activity-add",
    ),
    path(
        "routes/<int:pk>/activiteit/<slug:key>/",
        pathway_editing.ActivityEdit.as_view(),
        name="pathway-activity",
    ),
    path(
        "routes/<int:pk>/activiteit/<slug:key>/weg/",
        pathway_editing.ActivityDrop.as_view(),
        name="pathway-activity-drop",
    ),
    path("doelgroep/", definitions.Definitions.as_view(), name="definitions"),
    path(
        "doelgroep/nieuw/", definitions.DefinitionAdd.as_view(), name="definition-add"
    ),
    path(
        "doelgroep/<int:pk>/", definitions.DefinitionDetail.as_view(), name="definition"
    ),
    path(
        "doelgroep/<int:pk>/wijzigen/",
        definitions.DefinitionEdit.as_view(),
        name="definition-edit",
    ),
    path(
        "doelgroep/<int:pk>/vaststellen/",
        definitions.DefinitionDecide.as_view(),
        name="definition-decide",
    ),
    path(
        "doelgroep/<int:pk>/weggooien/",
        definitions.DefinitionDiscard.as_view(),
        name="definition-discard",
    ),
    path(
        "doelgroep/<int:pk>/nieuwe-versie/",
        definitions.DefinitionNext.as_view(),
        name="definition-next",
    ),
    path("routes/termijnen/<int:pk>/", terms.Terms.as_view(), name="terms"),
]
