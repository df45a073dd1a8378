"""Languages of the window: Simplified Chinese (the default) and English, switched while the program runs."""

from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from ui.compiled_translations import compiled
from widgets.language import translate

__all__ = ["CHINESE", "ENGLISH", "Language", "translate"]

CHINESE = "zh_CN"
ENGLISH = "en"


class Language(QObject):
    """The language that is on. English is in the source; Chinese comes from ``resources/translations``."""

    language_changed = Signal(str)
    """Texts made from now on are in this language; the main window builds its pages anew."""

    def __init__(self, language: str = CHINESE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._installed: list[QTranslator] = []
        self._language = ""
        self.switch(language)

    @property
    def current(self) -> str:
        """``zh_CN`` or ``en``."""
        return self._language

    @property
    def short(self) -> str:
        """``zh`` or ``en``, as the API and :func:`services.errors.sentence` take it."""
        return self._language[:2]

    def switch(self, language: str) -> None:
        """Turns a language on; any other than ``en`` means Chinese. Does nothing where it is on already."""
        language = ENGLISH if language.startswith("en") else CHINESE
        if language == self._language:
            return
        self._language = language
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
            translator.deleteLater()
        self._installed.clear()
        QLocale.setDefault(QLocale(language))
        if language == CHINESE:
            self._install_chinese()
        self.language_changed.emit(language)

    def _install_chinese(self) -> None:
        of_qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_zh_CN.qm"
        with as_file(files("resources") / "translations") as sources:
            for file in [of_qt, *compiled(sources)]:
                translator = QTranslator(self)
                if translator.load(str(file)) and QCoreApplication.installTranslator(translator):
                    self._installed.append(translator)
