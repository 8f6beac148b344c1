"""The evidence pack: one zip with everything that was published, in every form in which it is asked for."""

from collections.abc import Callable

from cmm.domain.evidence.archive import write_archive
from cmm.domain.evidence.crosswalk import read_crosswalk
from cmm.domain.evidence.signing import SigningKey
from cmm.domain.language import SCREEN_LANGUAGES
from cmm.paths import data_dir
from cmm.web.evidence.files import write_program_files
from cmm.web.evidence.language_files import write_language_files
from cmm.web.evidence.readme import tell_readme
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import speaking

STEPS = len(SCREEN_LANGUAGES) + 1
"""Parts of about equal work that `progress` counts."""


def build_pack(
    source: PackSource, key: SigningKey, *, progress: Callable[[int], None] = lambda _done: None
) -> bytes:
    """The zip, signed with `key`. The same source and key give the same bytes.

    `progress` is told how many of STEPS are done. Needs an application context. Raises PrintingUnavailable
    when this machine cannot make PDFs.
    """
    plan = read_crosswalk(data_dir("surveys"))
    files = write_program_files(source, plan)
    progress(1)
    for done, language in enumerate(SCREEN_LANGUAGES, start=2):
        written = write_language_files(source, plan, language)
        files |= {f"{language}/{name}": content for name, content in written.items()}
        with speaking(language):
            files[f"README.{language}.txt"] = tell_readme(source, key.public).encode("utf-8-sig")
        progress(done)
    return write_archive(files, key)


def pack_name(source: PackSource) -> str:
    """The file name under which a pack is kept by readers."""
    return f"{source.published.round_id}-{source.published.number}-evidence.zip"
