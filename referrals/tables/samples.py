"""Examples of files that come in: the header, one row, and what each column is."""

from referrals.tables.columns import Schema
from referrals.tables.writing import Format, Sheet, write_table


def sample_file(schema: Schema, form: Format) -> bytes:
    """Return an example in any form."""
    columns = schema.columns
    return write_table(
        form,
        Sheet(
            "Gegevens",
            [column.key for column in columns],
            [[column.example for column in columns]],
        ),
        Sheet(
            "Toelichting",
            ["kolom", "wat het is", "voorbeeld", "verplicht"],
            [
                [
                    column.key,
                    column.label,
                    column.example,
                    "ja" if column.required else "nee",
                ]
                for column in columns
            ],
        ),
    )
