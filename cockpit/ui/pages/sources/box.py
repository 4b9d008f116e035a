"""The box in which a source is set up: what kind it is, its form, a test, and Add."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from cockpit.domain.entity import new_id
from cockpit.domain.errors import Cancelled, EnvironmentProblem, UserError
from cockpit.domain.source import ConnectorInfo, Source
from cockpit.i18n import N_, _, ngettext
from cockpit.services.sources import options_text
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import Button, PrimaryButton
from cockpit.ui.kit.popover import Popover
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.tips import set_tip
from cockpit.ui.pages.sources import operations
from cockpit.ui.pages.sources.form import SourceForm
from cockpit.ui.pages.sources.questions import WIDE
from cockpit.ui.pages.sources.words import refused_text

if TYPE_CHECKING:
    from cockpit.domain.pull import Stop
    from cockpit.services.source_ports import SourceDesk
    from cockpit.ui.pages.sources.operations import Carrier
    from cockpit.ui.session import Session

PADDING: Final = 24
HEAD: Final = 64
OFFERS: Final = 58  # what the kind offers, below the kinds
FOOT: Final = 100
EDGE: Final = 40  # between the box and the window


class SourceBox(Popover):
    """Adds a source, or edits one; it closes when that is written, and stays when it is not."""

    radius = 12

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        desk: SourceDesk,
        carrier: Carrier,
        product_id: str,
        source: Source | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.desk, self.carrier = session, desk, carrier
        self.product_id, self.source = product_id, source
        # Decided now: the key is kept under it before the source is written.
        self.source_id = new_id() if source is None else source.id
        self.then: Callable[[str], object] = lambda _id: None
        self.sentence, self.tone = "", "n7"
        self._stop: Stop | None = None
        self._gone = False
        self.infos = desk.infos()
        self.kinds = Segments([(info.key, info.title) for info in self.infos], self)
        self.kinds.changed.connect(self.show_kind)
        self.kinds.setVisible(source is None)
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.cancel = Button(N_("Cancel"))
        self.test = Button(N_("Test"), "flask")
        self.save = PrimaryButton(N_("Add source") if source is None else N_("Save"))
        for button in (self.cancel, self.test, self.save):
            button.setParent(self)
        self.cancel.clicked.connect(self.close_popover)
        self.test.clicked.connect(self.try_out)
        self.save.clicked.connect(self.keep)
        self.closed.connect(self._on_closed)
        self.form: SourceForm
        self.show_kind(self.infos[0].key if source is None else source.connector)

    def _on_closed(self) -> None:
        self._gone = True
        if self._stop is not None:
            self._stop.stop()
        self.deleteLater()

    def show_kind(self, key: str) -> None:
        """Ask what this kind of system needs; an address that was typed stays."""
        info = next(info for info in self.infos if info.key == key)
        self.kinds.show_chosen(key)
        before = getattr(self, "form", None)
        self.form = SourceForm(info, self.source, self._zone())
        if before is not None:
            for name in ("name", "zone"):
                self.form.questions[name].show_answer(before.questions[name].answer())
        self.form.changed.connect(lambda: self.say(""))
        self.area.setWidget(self.form)
        # The area would have its own ground; the box's paper shows through.
        self.form.setAutoFillBackground(False)
        self.setAccessibleName(self._title(info))
        self.say("")
        self.place()

    def _zone(self) -> str:
        return self.session.workspace.setting("zone", "UTC")

    def _title(self, info: ConnectorInfo) -> str:
        return _("Add source") if self.source is None else _(info.title)

    def open(self) -> None:
        """Open with the focus on the first question."""
        super().open()
        self.form.questions["name"].control.setFocus(Qt.FocusReason.TabFocusReason)

    def say(self, sentence: str, tone: str = "n7") -> None:
        """Show a sentence at the foot."""
        self.sentence, self.tone = sentence, tone
        set_tip(self, sentence)
        self.update()

    # What a person does.

    def checked(self) -> bool:
        """Tell whether the answers can work; what cannot is said."""
        fields = self.form.fields()
        try:
            self.desk.check(
                self.form.info.key, fields["address"], fields["options"], fields["zone"]
            )
        except UserError as problem:
            self.say(str(problem), "bad")
            return False
        name = " ".join(fields["name"].split())
        taken = [
            row.source.name.casefold()
            for row in self.session.reader.sources(self.product_id)
            if row.source.id != self.source_id
        ]
        if not name:
            self.say(_("Give the source a name."), "bad")
        elif name.casefold() in taken:
            sentence = _("There is a source “{name}” already. Choose another name.")
            self.say(sentence.format(name=name), "bad")
        return bool(name) and name.casefold() not in taken

    def try_out(self) -> None:
        """Ask the server for its last day with the answers as they stand."""
        if not self.checked():
            return
        fields, info = self.form.fields(), self.form.info
        kept = self.source.secret_keys if self.source else ""
        draft = Source(
            id=self.source_id,
            product_id=self.product_id,
            name=fields["name"],
            connector=info.key,
            address=fields["address"],
            options=options_text(fields["options"]),
            zone=fields["zone"],
            secret_keys=kept,
        )
        self._busy(_("Asking the server…"))
        self._stop = self.desk.test(
            draft, self.form.typed_secrets(), self.carrier.over(self._on_tried)
        )

    def _on_tried(self, found: tuple[int, int] | None, error: Exception | None) -> None:
        if self._gone:
            return
        self._stop = None
        self._ready()
        if found is None:
            self._say_problem(error)
            return
        points = ngettext("It works: {count} point", "It works: {count} points", found[0])
        sentence = points.format(count=f"{found[0]:,}")
        if found[1]:
            sentence += f" · {refused_text(found[1])}"
        if not found[0]:
            sentence = _("It answers, but has nothing for the last 24 hours.")
        self.say(sentence, "good" if found[0] else "warn")

    def keep(self) -> None:
        """Keep the key that was typed, then the source."""
        if not self.checked():
            return
        typed = self.form.typed_secrets()
        if not typed:
            self._write(())
            return
        self._busy(_("Keeping the key…"))
        self.desk.keep(self.source_id, typed, self.carrier.over(self._on_kept))

    def _on_kept(self, kept: tuple[str, ...] | None, error: Exception | None) -> None:
        if self._gone:
            return
        self._ready()
        if kept is None:
            self._say_problem(error)
            return
        self._write(kept)

    def _write(self, kept: tuple[str, ...]) -> None:
        fields = self.form.fields()
        before = self.source.secret_keys.split() if self.source else []
        keys = sorted({*before, *kept})
        then, desk = self.then, self.desk
        self.close_popover()
        if self.source is None:
            fields |= {"connector": self.form.info.key, "source_id": self.source_id}
            fields["secret_keys"] = keys
            operations.add(self.session, desk, self.product_id, fields, then)
            return
        fields["secret_keys"] = "\n".join(keys)
        operations.edit(self.session, desk, self.source_id, fields, then)
        if kept:
            # A source that waited for another key need not wait for its schedule.
            desk.pull_now(self.source_id)

    def _busy(self, sentence: str) -> None:
        for button in (self.test, self.save):
            button.setEnabled(False)
        self.say(sentence)

    def _ready(self) -> None:
        for button in (self.test, self.save):
            button.setEnabled(True)

    def _say_problem(self, error: Exception | None) -> None:
        if isinstance(error, Cancelled):
            self.say("")
        elif isinstance(error, UserError | EnvironmentProblem):
            self.say(str(error), "bad")
        elif error is not None:
            self.session.report(error)
            self.say("")

    # Placing and painting.

    def box(self) -> QRect:
        """In the middle, as tall as the form as far as the window allows."""
        wide = WIDE + 2 * PADDING
        head = HEAD + (self.kinds.sizeHint().height() + OFFERS if self.source is None else 0)
        tall = min(head + self.form.sizeHint().height() + FOOT, self.height() - 2 * EDGE)
        return QRect((self.width() - wide) // 2, (self.height() - tall) // 2, wide, tall)

    def place(self) -> None:
        """Lay out kind, form and buttons."""
        if not hasattr(self, "form"):
            return
        box = self.box()
        left, top = box.left() + PADDING, box.top() + HEAD
        if self.source is None:
            hint = self.kinds.sizeHint()
            self.kinds.setGeometry(left - 2, top, hint.width(), hint.height())
            top += hint.height() + OFFERS
        self.area.setGeometry(left - 2, top, WIDE + 14, box.bottom() - FOOT - top + 1)
        right = box.right() + 1 - PADDING + self.save.margin
        for button in (self.save, self.test, self.cancel):
            hint = button.sizeHint()
            right -= hint.width()
            button.setGeometry(right, box.bottom() - 53, hint.width(), hint.height())
        self.update()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the title and what there is to say at the foot."""
        left = box.left() + PADDING
        ink.text(painter, left, box.top() + 36, self._title(self.form.info), "inspector")
        ink.keycap(painter, box.right() - PADDING, box.top() + 36, "Esc")
        if self.source is None:
            top = box.top() + HEAD + self.kinds.sizeHint().height() + 17
            for number, line in enumerate(ink.wrap(_(self.form.info.offers), "caption", WIDE, 2)):
                ink.text(painter, left, top + 18 * number, line, "caption", "n7")
        ink.hairline(painter, box.left() + 1, box.bottom() - FOOT + 1, box.width() - 2, "n3")
        for number, line in enumerate(ink.wrap(self.sentence, "caption", WIDE, 2)):
            ink.text(painter, left, box.bottom() - FOOT + 20 + 17 * number, line, "caption",
                     self.tone)  # fmt: skip
