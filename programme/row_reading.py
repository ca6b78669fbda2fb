"""Reading the cells of one row, and gathering everything that is wrong with it."""

from datetime import date

from programme.cell import Cell, UnreadableCell, day_of, text_of
from programme.import_report import RefusedRow, RowPlace


class RowReading:
    """One row being read. A row is refused for all that is wrong with it at once, so that its
    owner mends it in one go."""

    def __init__(self, where: RowPlace) -> None:
        self.where = where
        self.refused: list[RefusedRow] = []

    def refuse(self, field: str | None, reason: str) -> None:
        """Note a reason against the field, or against the whole row."""
        self.refused.append(RefusedRow(self.where.at(field), reason))

    def refuse_ragged(self) -> None:
        """Refuse the row for holding more cells than there are headings."""
        self.refuse(
            None,
            "the row has more cells than there are headings: a value with a comma (or whatever "
            "stands between the cells) must be in quotation marks.",
        )

    def text(self, field: str, cell: Cell) -> str:
        """The cell as text; "" when it is blank or, refused, cannot be read."""
        try:
            return text_of(cell)
        except UnreadableCell as fault:
            self.refuse(field, f"the cell {fault}.")
            return ""

    def needed_text(self, field: str, cell: Cell, missing: str) -> str:
        """The cell as text, refused with the sentence `missing` when it is blank."""
        before = len(self.refused)
        text = self.text(field, cell)
        if not text and len(self.refused) == before:
            self.refuse(field, missing)
        return text

    def day(self, field: str, cell: Cell) -> date | None:
        """The cell as a day; None when it is blank or, refused, cannot be read."""
        try:
            return day_of(cell)
        except UnreadableCell as fault:
            self.refuse(field, f"the cell {fault}.")
            return None
