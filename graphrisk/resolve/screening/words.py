"""What the evidence of a comparison says, in words; the Japanese is in `locales/ja/screening.po`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.i18n import N_, translate

if TYPE_CHECKING:
    from graphrisk.i18n import Language
    from graphrisk.names.compare import Evidence

EVIDENCE: dict[str, str] = {
    "same_name": N_("The name is the same"),
    "same_parts": N_("The same parts"),
    "parts_alike": N_("Parts that differ by a typing error or a spelling"),
    "parts_sound_alike": N_("Parts that sound alike in two scripts"),
    "written_together": N_("Parts written together in one of the names"),
    "initials_agree": N_("Initials that agree"),
    "parts_added": N_("Parts that only one of the names has"),
    "parts_differ": N_("Parts that differ"),
    "father_and_child_exchanged": N_("Father and child are exchanged"),
    "too_little_named": N_("Only one part agrees, which names nobody"),
    "same_words": N_("The same words"),
    "words_alike": N_("Words that differ by a typing error or a spelling"),
    "words_sound_alike": N_("Words that sound alike in two scripts"),
    "words_joined": N_("Words written together in one of the names"),
    "short_word_alike": N_("Only a short word agrees, and not letter for letter"),
    "short_word_misspelled": N_("A short word that differs by a letter"),
    "same_numbers": N_("The same numbers"),
    "acronym": N_("An acronym of the other name, which others may have too"),
    "only_common_words": N_("Only words agree that many organisations share"),
    "words_added": N_("Words that only one of the names has: it may be a unit or a namesake"),
    "words_differ": N_("Words that differ"),
    "numbers_differ": N_("The numbers differ"),
    "legal_form_differs": N_("The legal forms differ"),
    "one_of_several_names": N_("One of several names that a slash divides"),
    "same_characters": N_("The same characters"),
    "other_characters": N_("Other characters"),
    "kana_spelled_otherwise": N_("The same word in another spelling of kana"),
    "kana_alike": N_("A word in kana that differs by a letter"),
    "characters_shared": N_("Characters that both names have"),
    "characters_added": N_("Characters that only one of the names has"),
    "names_sound_alike": N_("Names that sound alike in kana and Latin letters"),
    "terms_mean_the_same": N_("Terms that mean the same in both languages"),
    "two_scripts": N_("The names are in two scripts, so sound and meaning were compared"),
    "names_differ": N_("Names that do not sound alike"),
    "no_name_agrees": N_("Only general terms agree, no name"),
    "one_word_by_sound": N_("One word agrees, and by its sound only"),
    "terms_alone": N_("All terms agree, but no name stands beside them"),
    "terms_differ": N_("Terms that only one of the names has"),
    "kinds_of_school": N_("Kinds of schools that two languages call otherwise"),
    "name_from_registry": N_("The registry gives this name for the organisation that the row names"),
    "country_agrees": N_("The country is the same"),
    "country_differs": N_("The country differs"),
    "another_row_fits_better": N_("Another row fits better"),
}
"""By the code of a feature what it saw; its detail follows behind a colon."""

STRENGTHS: dict[str, str] = {
    "STRONG": N_("strong"),
    "MEDIUM": N_("medium"),
    "WEAK": N_("weak"),
    "NONE": N_("no match"),
}

NAME_KINDS: dict[str, str] = {
    "name": N_("name of the row"),
    "native": N_("native name"),
    "alias": N_("alias"),
    "registry": N_("name in the registry"),
}


def say(evidence: Evidence, language: Language) -> str:
    """Return what a feature saw: `The same words: tactical, missiles (+0.85)`."""
    text = translate(EVIDENCE[evidence.code], language)
    shown = f"{text}: {evidence.detail}" if evidence.detail else text
    return f"{shown} ({evidence.share:+.2f})" if abs(evidence.share) >= 0.005 else shown
