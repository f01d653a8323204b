"""The commands about the answer that is shown: filter, compare, save, read in a pager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcexplorer.tui.screens.diagnosing import Diagnosing

if TYPE_CHECKING:
    from tcexplorer.tui.widgets.table import TableView


class Answers(Diagnosing):
    """What is behind each command is loaded when it is first used."""

    def action_tab_table(self) -> None:
        if self.response is not None and self.response.show_table():
            self.response.focus_inside()
        else:
            self.say("there is no list of records here to be shown as a table")

    def action_tab_events(self) -> None:
        if self.response is not None:
            self.response.show_tab("Events")
            self.response.focus_inside()

    def action_filter(self) -> None:
        if self.response is None or not self.response.filter():
            self.say("there is no JSON answer to take something from")

    def action_compare(self) -> None:
        from tcexplorer.tui.screens.compare_answers import compare_with_last

        compare_with_last(self)

    def action_compare_with(self) -> None:
        from tcexplorer.tui.screens.compare_answers import choose_other

        choose_other(self)

    def action_save(self) -> None:
        from tcexplorer.tui.screens.saving import save_answer

        save_answer(self)

    def on_table_view_export_wanted(self, event: TableView.ExportWanted) -> None:
        event.stop()
        from tcexplorer.tui.screens.saving import save_table

        save_table(self)

    def action_pager(self) -> None:
        from tcexplorer.tui.screens.saving import page_answer

        page_answer(self)
