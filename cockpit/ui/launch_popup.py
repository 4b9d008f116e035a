"""The list of launches, product by product, under the launch's name in the top bar."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cockpit.domain.organisation import Launch
from cockpit.i18n import language
from cockpit.services.readers import Reader
from cockpit.ui.kit.choice_popup import Choice, ChoicePopup


class LaunchPopup(ChoicePopup):
    """Typing finds a launch by its name or its product's; lives from one opening to the next."""

    launch_chosen = Signal(object)

    def __init__(self, anchor: QWidget, reader: Reader, current: Launch | None) -> None:
        launches = reader.launches()
        products = {product.id: product.name for product in reader.products()}
        order = sorted(launches, key=lambda x: (products.get(x.product_id, ""), x.id))
        several = len({launch.product_id for launch in launches}) > 1
        choices = [
            Choice(
                launch.id,
                _named(launch, products.get(launch.product_id, "")) if several else launch.name,
                "rocket-launch",
                also=products.get(launch.product_id, ""),
            )
            for launch in order
        ]
        super().__init__(anchor, choices, current.id if current is not None else "")
        self._launches = {launch.id: launch for launch in launches}
        self.chosen.connect(self._on_launch)
        self.closed.connect(self.deleteLater)

    def _on_launch(self, key: str) -> None:
        self.launch_chosen.emit(self._launches[key])


def _named(launch: Launch, product: str) -> str:
    mark = "：" if language() == "zh" else ": "
    return f"{product}{mark}{launch.name}" if product else launch.name
