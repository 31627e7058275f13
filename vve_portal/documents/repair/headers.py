"""Headers of irregular tables: each cell names the headers that count for it."""

from pikepdf import Array, Name, String

from vve_portal.documents.repair.structure import Element, Structure

Grid = dict[tuple[int, int], Element]


def name_headers(structure: Structure, table: Element) -> None:
    grid = lay_out(table)
    _identify_headers(structure, table, grid)
    for (row, column), cell in grid.items():
        if cell.tag == "TD":
            headers = _headers_above(grid, row, column)
            headers += _headers_before(grid, row, column)
            names = [header.source.ID for header in dict.fromkeys(headers)]
            if names:
                cell.set_attributes("Table", Headers=Array(names))


def span(cell: Element, key: str) -> int:
    value = cell.attribute(key)
    return 1 if value is None else int(value)


def lay_out(table: Element) -> Grid:
    """Which cell covers each place, counting the rows and columns cells span."""
    grid: Grid = {}
    for row, line in enumerate(table.find("TR")):
        column = 0
        for cell in line.elements:
            while (row, column) in grid:
                column += 1
            for down in range(span(cell, "RowSpan")):
                for right in range(span(cell, "ColSpan")):
                    grid[row + down, column + right] = cell
    return grid


def _identify_headers(structure: Structure, table: Element, grid: Grid) -> None:
    number = table.source.objgen[0]
    for (row, column), cell in grid.items():
        if cell.tag == "TH" and "/ID" not in cell.source:
            name = f"tabel-{number:05d}-{row:04d}-{column:04d}"
            cell.source.ID = String(name)
            structure.identifiers[name] = cell.source


def _headers_above(grid: Grid, row: int, column: int) -> list[Element]:
    above = [grid.get((line, column)) for line in range(row)]
    return [cell for cell in above if cell and _has_scope(cell, Name.Column)]


def _headers_before(grid: Grid, row: int, column: int) -> list[Element]:
    before = [grid.get((row, place)) for place in range(column)]
    return [cell for cell in before if cell and _has_scope(cell, Name.Row)]


def _has_scope(cell: Element, scope: Name) -> bool:
    return cell.tag == "TH" and cell.attribute("Scope") == scope
