"""The library that comes with the portal: complete, word for word, and loaded once."""

from hashlib import sha256
from importlib import import_module
from typing import Final

import pytest
from django.apps import apps
from django.db import connection

from agreements.annexes import ANNEX_TITLES
from agreements.areas import Chapter, Wpo160Topic
from agreements.models import Agreement, ModelClause
from agreements.services.clause_content import ClauseContent, sources_of
from agreements.services.clause_rules import faults_of
from agreements.services.starting import content_of_model
from agreements.terms import NAMES, TERM_BY_KEY, fill, variables_in

# The start of the SHA-256 of each sentence as the parties first read it.
SENTENCES: Final = {
    "G1-01": "53b156b82bc2df31",
    "G1-02": "39a2b062184f0766",
    "G1-03": "adc5f0d69f60a97c",
    "G1-04": "19a61f762cdebcd9",
    "G1-05": "ffa34d328867a513",
    "G1-06": "2c2eea8e9aabb99c",
    "G1-07": "3f11201a4b8fb8c9",
    "G1-08": "c86f87a10929b513",
    "G2-01": "c0347f0c9f0bb7d5",
    "G2-02": "c2d67db711b5d8cd",
    "G2-03": "39a77c09cdfca821",
    "G2-04": "4f0e19b7896390a6",
    "G2-05": "a2a24221092863b8",
    "G2-06": "b89409b16fedf831",
    "G2-07": "298892023b572e99",
    "G3-01": "91cf275cb05237bc",
    "G3-02": "6fa9fc665b750539",
    "G3-03": "2187368aa9bbe2ae",
    "G3-04": "8387ce2c2de78b27",
    "G3-05": "10c89a7c6972eb11",
    "G3-06": "658f2e3a9451a056",
    "G3-07": "9db8cf15a63e7837",
    "G3-08": "ce0722681b4fee52",
    "G4-01": "386729a2558bd09d",
    "G4-02": "257c74bd8dc7c380",
    "G4-03": "916fa557f6f5899b",
    "G4-04": "8bf9b0f99d007558",
    "G4-05": "a949d0110e045a23",
    "G4-06": "d65b696176901d3e",
    "G4-07": "ad83e9fe3c7a15d8",
    "G4-08": "c915388e9ef8a75f",
    "G5-01": "17267abde722248a",
    "G5-02": "6ffe5b0819ec86a3",
    "G5-03": "91a2a7034cbec6ef",
    "G5-04": "146c65d1e87b962e",
    "G5-05": "473fc29cc149573f",
    "G5-06": "db4fdf7265756990",
    "G5-07": "ccca3ae160cb771e",
    "G6-01": "b2d174f60ff092f2",
    "G6-02": "4e41564c9939f268",
    "G6-03": "a2dbad32a3dc1280",
    "G6-04": "9bc70ee564bdf163",
    "G6-05": "3ca854f71d9f2eb8",
    "G6-06": "e9e9c315f4b8bc57",
    "G6-07": "591ffe9f5c9acac6",
    "G7-01": "e14991718aba90ab",
    "G7-02": "259df6b67c97fed9",
    "G7-03": "4e1635ef84f7ec31",
    "G7-04": "b75698bf04512772",
    "G7-05": "a03114d39b6a5d0f",
    "G7-06": "19de9652b1d63575",
    "G7-07": "c925380bf719d7e4",
    "G7-08": "93c8f6ef387735a1",
}
AREAS_WITH_COUNTS: Final = {1: 8, 2: 7, 3: 8, 4: 8, 5: 7, 6: 7, 7: 8}
PROVISIONS: Final = [
    "Overwegingen",
    "Begrippen",
    "Relatie tot de afspraken van artikel 160 WPO",
    "Looptijd",
    "Evaluatie",
    "Wijziging",
    "Opzegging",
    "Overmacht en personeelstekort",
    "Geschillen",
    "Overdracht bij een andere aanbieder",
    "Indexering",
]


@pytest.fixture
def library(
    at_home: None,  # noqa: ARG001 - opens the scope
) -> list[ModelClause]:
    """Every common model clause, in the order of the document."""
    return list(ModelClause.objects.order_by("chapter", "position", "pk"))


def contents(library: list[ModelClause]) -> list[ClauseContent]:
    """Return what the model clauses propose."""
    return [content_of_model(model) for model in library]


def test_with_the_defaults_each_sentence_reads_as_it_was_written(
    library: list[ModelClause], agreement: Agreement
) -> None:
    read = {
        model.code: sha256(fill(model.text, agreement).encode()).hexdigest()[:16]
        for model in library
        if model.chapter in AREAS_WITH_COUNTS
    }

    assert read == SENTENCES


def test_each_area_has_its_clauses(library: list[ModelClause]) -> None:
    chapters = [model.chapter for model in library]

    counts = {chapter: chapters.count(chapter) for chapter in AREAS_WITH_COUNTS}
    assert counts == AREAS_WITH_COUNTS


def test_the_general_part_and_the_annexes_are_there(
    library: list[ModelClause],
) -> None:
    general = [model.title for model in library if model.chapter == Chapter.GENERAL]
    annexes = [model.title for model in library if model.chapter == Chapter.ANNEXES]

    assert general == PROVISIONS
    assert annexes == list(ANNEX_TITLES.values())


def test_each_topic_of_the_law_is_covered(library: list[ModelClause]) -> None:
    covered = {model.wpo_topic for model in library if model.wpo_topic}

    assert covered == set(Wpo160Topic)


def test_every_model_clause_can_be_added_as_it_is(
    library: list[ModelClause], agreement: Agreement
) -> None:
    faults = [
        (model.code, fault)
        for model in library
        for fault in faults_of(
            content_of_model(model), chapter=model.chapter, agreement=agreement
        )
    ]

    assert faults == []


def test_every_variable_is_used_somewhere(library: list[ModelClause]) -> None:
    used = {
        name
        for content in contents(library)
        for _, text in sources_of(content)
        for name in variables_in(text)
    }

    assert used == {*TERM_BY_KEY, *NAMES}


def test_nothing_unsure_stands_in_the_library(library: list[ModelClause]) -> None:
    said = " ".join(f"{model.text} {model.source}" for model in library).lower()

    assert "to verify" not in said
    assert "design" not in said


def test_the_library_never_says_that_the_law_obliges_the_jgz(
    library: list[ModelClause],
) -> None:
    relation = next(model for model in library if model.code == "ALG-03")

    assert "De JGZ is daarbij geen partij." in relation.text


# On PostgreSQL the app's role can't write common model clauses.
@pytest.mark.sqlite(only=True)
def test_loading_again_adds_nothing(library: list[ModelClause]) -> None:
    migration = import_module("agreements.migrations.0003_model_clauses")

    migration.load(apps, connection.schema_editor())

    assert ModelClause.objects.count() == len(library)
