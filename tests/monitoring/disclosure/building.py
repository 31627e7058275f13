"""Small towns for tests: their counts, what is shown of them, and every other world."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from monitoring.disclosure.attacker import Broken, find_broken
from monitoring.disclosure.catalogue import FAMILIES
from monitoring.disclosure.counted import count_family
from monitoring.disclosure.deciding import Audience, Decision, decide
from monitoring.disclosure.families import Family
from monitoring.disclosure.history import History
from monitoring.disclosure.knowledge import knowledge
from monitoring.disclosure.numbers import Shown
from monitoring.disclosure.outside import Outside
from monitoring.disclosure.planning import Book, Settings
from monitoring.disclosure.tallies import Tally, read
from monitoring.disclosure.thresholds import Thresholds
from monitoring.disclosure.trees import merge_tree

WIJK = "neighbourhood"
FIRST = "2026Q1"
# One number (new indications), and one out of another (contact at 14 months).
NUMBER = "IND-02"
RATIO = "IND-01"
# A count, or a numerator with its denominator.
Count = int | tuple[int, int]
ByCategory = Mapping[str, Count]


def family(code: str) -> Family:
    """Return a family of the catalogue."""
    return next(one for one in FAMILIES if one.code == code)


def tally(
    indicator: str, count: Count, dimension: str = "", category: str = ""
) -> Tally:
    """Return a tally of a count, or of a numerator with its denominator."""
    top, bottom = (count, None) if isinstance(count, int) else count
    return Tally(indicator, "", dimension, category, top, bottom)


def tallies(row: ByCategory, indicator: str = "", dimension: str = WIJK) -> list[Tally]:
    """Return the tallies of a whole town and of its wijken."""
    counts = list(row.values())
    pairs = [one for one in counts if not isinstance(one, int)]
    whole: Count = sum(one for one in counts if isinstance(one, int))
    if pairs:
        whole = sum(top for top, _ in pairs), sum(bottom for _, bottom in pairs)
    indicator = indicator or (RATIO if pairs else NUMBER)
    return [
        tally(indicator, whole),
        *(tally(indicator, one, dimension, name) for name, one in row.items()),
    ]


def settings(
    names: Iterable[str],
    partner: int = 5,
    council: int = 10,
    grids: Mapping[str, str] | None = None,
) -> Settings:
    """Return a tree in which later names are larger."""
    tree = merge_tree({name: size for size, name in enumerate(names, start=1)})
    return Settings({WIJK: tree}, Thresholds(partner, council), grids or {})


@dataclass
class Story:
    """Quarters that are released one after the other."""

    settings: Settings
    outside: Sequence[Outside] = ()
    given: dict[str, list[Tally]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    def history(self) -> History:
        """Return what both audiences have been shown, as it was kept."""
        return History.from_json(
            [one.partner.shown() for one in self.decisions],
            [one.council.shown() for one in self.decisions],
        )

    def release(
        self,
        quarter: str,
        rows: list[Tally],
        corrected: Mapping[str, list[Tally]] | None = None,
    ) -> Decision:
        """Release the next quarter."""
        self.given[quarter] = rows
        year = {one: row for one, row in self.given.items() if one[:4] == quarter[:4]}
        decision = decide(
            quarter=quarter,
            tallies=year,
            history=self.history(),
            settings=self.settings,
            outside=dict.fromkeys(year, self.outside),
            corrected=corrected or {},
        )
        self.decisions.append(decision)
        return decision

    def broken(self) -> list[Broken]:
        """Attack everything that was shown, of all families and quarters at once."""
        shown, found = self.history(), []
        tables = {quarter: read(rows) for quarter, rows in self.given.items()}
        for audience, threshold in (
            (shown.partner, self.settings.thresholds.partner),
            (shown.council, self.settings.thresholds.council),
        ):
            for one in FAMILIES:
                counted = {
                    quarter: count_family(one, found_there, self.outside)
                    for quarter, found_there in tables.items()
                }
                book = Book(one, self.settings, counted)
                found += attack_all(book, audience.get(one.code, {}), threshold)
        return found


def attack_all(book: Book, shown: Shown, threshold: int) -> list[Broken]:
    """Attack every small number of a family with all that was shown of it."""
    rows = knowledge(shown, book.common(), set(book.counted))
    small = book.small(threshold)
    return find_broken(rows, small, threshold * book.family.unit)


def only_release(row: ByCategory) -> Decision:
    """Release one quarter of one town."""
    return Story(settings(row)).release(FIRST, tallies(row))


def picture(audience: Audience) -> dict[str, Count | None]:
    """Return what is printed, by the names of the wijken taken together."""
    found: dict[str, Count | None] = {}
    for one in audience.figures:
        name = "+".join(one.categories) or "town"
        if one.denominator is None:
            found[name] = one.numerator
        elif one.numerator is None:
            found[f"{name} N"] = one.denominator
        else:
            found[name] = one.numerator, one.denominator
    return found
