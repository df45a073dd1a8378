"""Tables: columns, a model with its own sort and filter, and the widget around them."""

from widgets.table.columns import Align, Column
from widgets.table.data_table import DataTable
from widgets.table.model import RowsModel
from widgets.table.snapshot import TableSnapshot

__all__ = ["Align", "Column", "DataTable", "RowsModel", "TableSnapshot"]
