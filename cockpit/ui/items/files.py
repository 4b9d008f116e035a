"""The attachments of an item: files and addresses added by drop, paste, button or typing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog

from cockpit.domain.entity import utc_now
from cockpit.domain.item import Attachment, ItemParts
from cockpit.i18n import N_, _
from cockpit.services import parts
from cockpit.ui.items.context import ItemContext, size_text
from cockpit.ui.items.rows import AddLine, Row, RowList
from cockpit.ui.kit.inspector_parts import Section
from cockpit.ui.kit.value_fields import set_tip

Content = Callable[[str], bytes | None]


class FilesSection(Section):
    """Every file and address with its size; a click opens the address or saves the file."""

    def __init__(self, context: ItemContext, content: Content | None = None) -> None:
        super().__init__(N_("Attachments"), action=N_("Add files…"))
        self.context = context
        self.content = content or context.session.reader.content
        self.list = RowList()
        self.address_line = AddLine(N_("Add a web address"), "globe")
        self.address_line.added.connect(self._on_address)
        self.action_requested.connect(self.ask_files)
        self.add(self.list, bleed=True)
        self.add(self.address_line, bleed=True)

    def show_parts(self, shown: ItemParts) -> None:
        """Show the attachments of an item."""
        files = shown.attachments
        self.set_note(str(len(files)) if files else "")
        self.list.keep([file.id for file in files])
        for index, file in enumerate(files):
            row = self.list.rows.get(file.id)
            if not isinstance(row, Row):
                row = Row()
                row.clicked.connect(lambda file=file: self.open(file))
                row.remove_requested.connect(lambda file=file: self._on_removed(file.id))
            row.set_row(file.name, _icon(file), size_text(file.size_bytes))
            set_tip(row, file.url or file.name)
            self.list.put(index, file.id, row)

    def open(self, file: Attachment) -> None:
        """Open a web address in the browser; save the content of a file where somebody says."""
        report = self.context.session.reported.emit
        if file.sha256:
            self._save(file, self.content(file.sha256))
        elif urlsplit(file.url).scheme in ("http", "https"):
            QDesktopServices.openUrl(QUrl(file.url))
        else:
            report(_("Only addresses that begin with http:// or https:// are opened."))

    def _save(self, file: Attachment, content: bytes | None) -> None:
        """Ask where to, and write a copy."""
        report = self.context.session.reported.emit
        if content is None:
            report(_("The content of “{name}” is not here.").format(name=file.name))
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        target, _kind = QFileDialog.getSaveFileName(
            self, _("Save a copy"), os.path.join(folder, safe_name(file.name))
        )
        if not target:
            return
        try:
            Path(target).write_bytes(content)
        except OSError as error:
            sentence = _("{path} cannot be written: {reason}")
            report(sentence.format(path=target, reason=error.strerror))
            return
        report(_("Saved “{name}”").format(name=Path(target).name))

    def ask_files(self) -> None:
        """Ask for files and attach them."""
        names, _kind = QFileDialog.getOpenFileNames(self, _("Attach files"))
        self.attach([Path(name) for name in names])

    def attach(self, paths: list[Path]) -> None:
        """Attach copies of files, all in one step."""
        if paths:
            item = self.context.item
            self.context.write(lambda uow: parts.attach_files(uow, *item, paths))

    def accepts(self, mime: QMimeData) -> bool:
        """Whether there is something in it that can be attached."""
        return mime.hasImage() or any(_local(url) or _web(url) for url in _urls(mime))

    def take(self, mime: QMimeData) -> bool:
        """Attach what was dropped or pasted: files, else addresses, else a picture."""
        urls = _urls(mime)
        paths = [Path(url.toLocalFile()) for url in urls if _local(url)]
        if paths:
            self.attach(paths)
            return True
        addresses = [url.toString() for url in urls if _web(url)]
        for address in addresses:
            self._on_address(address)
        image = mime.imageData() if not addresses and mime.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            self._attach_picture(image)
            return True
        return bool(addresses)

    def _attach_picture(self, image: QImage) -> None:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
            return
        content = bytes(buffer.data().data())
        when = self.context.local(utc_now())
        name = _("Screenshot {when}.png").format(when=f"{when:%Y-%m-%d %H-%M}")
        item = self.context.item
        self.context.write(lambda uow: parts.attach_content(uow, *item, name, content, "image/png"))

    def _on_address(self, text: str) -> None:
        item = self.context.item
        if "://" not in text and "." in text and not text.startswith("."):
            text = f"https://{text}"
        try:
            scheme = urlsplit(text).scheme
        except ValueError:
            scheme = ""
        if scheme not in ("http", "https"):
            self.address_line.setText(text)
            self.address_line.set_problem(
                _("Only web addresses that begin with http:// or https:// can be attached.")
            )
            self.context.session.reported.emit(self.address_line.problem)
            return
        self.context.write(lambda uow: parts.attach_address(uow, *item, text))

    def _on_removed(self, file_id: str) -> None:
        self.context.write(lambda uow: parts.delete_attachment(uow, file_id))


def safe_name(name: str) -> str:
    """A name without folders or characters that a file system refuses: it came from elsewhere."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if c in '<>:"|?*' or not c.isprintable() else c for c in base).strip(" .")
    return kept or "attachment"


def _urls(mime: QMimeData) -> list[QUrl]:
    """The files and addresses in it; some browsers give an address as plain text only."""
    if mime.urls() or mime.hasImage():
        return mime.urls()
    words = mime.text().split()
    return [QUrl(words[0])] if len(words) == 1 and "://" in words[0] else []


def _local(url: QUrl) -> bool:
    return url.isLocalFile() and bool(url.toLocalFile())


def _web(url: QUrl) -> bool:
    return url.scheme() in ("http", "https")


def _icon(file: Attachment) -> str:
    if not file.sha256:
        return "globe"
    return "image" if file.media_type.startswith("image/") else "file"
