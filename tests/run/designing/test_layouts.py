"""The forms of a site: its own layouts come first; a check binds each form to its senders and names what is wrong and for whom."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from printjob.errors import ArgumentMistake
from printjob.run.designing.layouts import CheckOrder, FormChecked, check_forms, list_forms
from printjob.run.site import Site
from printjob.whereabouts import data_folder
from tests.run.designing.letters import ISSUED_ON, LETTER, changed, designer_site, letter_file
from tests.run.nights import CITY, TOWN, VILLAGE


def checked(site: Site, municipality: str = "", run_kind: str = "", form: str = LETTER) -> FormChecked:
    (one,) = check_forms(site, CheckOrder(form=form, municipality=municipality, run_kind=run_kind, issued_on=ISSUED_ON))
    return one


def test_the_list_has_shipped_forms_and_the_sites_own(tmp_path: Path) -> None:
    found = {one.id: one for one in list_forms(designer_site(tmp_path))}
    assert {"property-tax", "dunning", LETTER} <= set(found)
    assert (found[LETTER].title, found[LETTER].stocks, found[LETTER].variants, found[LETTER].pages) == ("口座振替開始のお知らせ", ("notice",), (), ("letter",))
    assert "count-sheet" not in found


def test_the_sites_own_edition_is_found_before_the_shipped_one(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    own = shutil.copytree(data_folder("layouts") / "dunning", site.folder / "layouts" / "dunning")
    changed(own / "layout.yaml", "title: 督促状\n", "title: 督促状（見本町の版）\n")
    (found,) = [one for one in list_forms(site) if one.id == "dunning"]
    assert (found.title, found.folder) == ("督促状（見本町の版）", str(own))


def test_a_form_that_cannot_be_read_is_listed_with_its_faults(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    line, column = changed(letter_file(site, "layout.yaml"), "title: 口座振替開始のお知らせ", "titel: 口座振替開始のお知らせ")
    (found,) = [one for one in list_forms(site) if one.id == LETTER]
    assert (found.title, [fault.id for fault in found.faults]) == ("", ["PJ-1001-E"] * 2)
    (typo,) = [fault for fault in found.faults if fault.field == "titel"]
    assert (typo.file, typo.line, typo.column) == (f"{LETTER}/layout.yaml", line, column)
    assert "did you mean title?" in typo.detail


def test_a_sound_form_is_clean_for_every_municipality(tmp_path: Path) -> None:
    one = checked(designer_site(tmp_path))
    assert (one.clean, one.findings) == (True, ())
    assert one.checked == (f"{CITY} 1", f"{TOWN} 1", f"{VILLAGE} 1")


def test_an_element_on_the_fold_is_named_with_its_place(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    changed(letter_file(site, "letter.yaml"), "at: [42, 186.6]", "at: [42, 196.6]")
    one = checked(site)
    assert not one.clean
    (found,) = [found for found in one.findings if "fold" in found.fault.detail]
    assert found.fault.file == f"{LETTER}/letter.yaml"
    assert "口　座" in letter_file(site, "letter.yaml").read_text(encoding="utf-8").splitlines()[found.fault.line - 1]
    assert set(found.where) == set(one.checked)


def test_a_text_that_only_one_municipality_has_is_found_where_it_is_missing(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    changed(letter_file(site, "letter.yaml"), "text: 口座振替開始のお知らせ", 'text: "{municipality.letter_title}"')
    for code in (CITY, TOWN):
        with (site.folder / "municipalities" / f"{code}.yaml").open("a", encoding="utf-8") as file:
            file.write("letter_title: お知らせ\n")
    (found,) = checked(site).findings
    assert (found.where, found.fault.id) == ((f"{VILLAGE} 1",), "PJ-1001-E")
    assert checked(site, municipality=TOWN).clean


def test_only_municipalities_with_a_format_for_the_form_are_asked(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    path = site.folder / "municipalities" / f"{TOWN}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("formats: [", f"formats: [{LETTER}-csv-utf8, "), encoding="utf-8")
    assert checked(site).checked == (f"{TOWN} 1",)


def test_a_proof_that_would_print_other_values_is_refused(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    changed(letter_file(site, "letter.yaml"), 'argument: "{} 円", at: [66, 218]', 'argument: "{} 円", unless: campaign.proof, at: [66, 218]')
    (found,) = checked(site, municipality=CITY).findings
    assert (found.fault.id, "campaign.proof" in found.fault.detail) == ("PJ-1002-E", True)


def test_a_mistake_in_the_sample_file_is_found_too(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    changed(letter_file(site, "sample.yaml"), "bank: =account.name", "bnak: =account.name")
    one = checked(site)
    assert not one.clean
    assert {found.fault.file for found in one.findings} == {f"{LETTER}/sample.yaml"}


def test_a_warning_alone_leaves_the_form_clean(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    changed(letter_file(site, "letter.yaml"), 'argument: "{} 円", at: [66, 218], width: 126', 'argument: "{} 円", at: [66, 218], width: 40')
    one = checked(site, municipality=CITY)
    assert [found.fault.id for found in one.findings] == ["PJ-1003-W"]
    assert one.clean


@pytest.mark.parametrize(("form", "municipality"), [("transfer-startet", ""), (LETTER, "019999")])
def test_unknown_names_are_argument_mistakes(tmp_path: Path, form: str, municipality: str) -> None:
    with pytest.raises(ArgumentMistake):
        checked(designer_site(tmp_path), municipality=municipality, form=form)


def test_a_form_folder_without_its_record_is_told_so(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    letter_file(site, "record.yaml").unlink()
    with pytest.raises(ArgumentMistake) as refused:
        checked(site)
    assert [(fault.id, fault.detail) for fault in refused.value.faults] == [("PJ-1602-E", "its folder has no record.yaml")]


def test_an_envelope_nobody_measured_is_named(tmp_path: Path) -> None:
    assert checked(designer_site(tmp_path)).unheld == ("角形2号", "角形2号 マチ付")


def test_a_printer_whose_dots_are_not_the_forms_is_found_for_whoever_uses_it(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    changed(site.folder / "profiles" / "kaku2-flat.yaml", "device_dpi: 600", "device_dpi: 720")
    one = checked(site)
    (found,) = one.findings
    assert (found.fault.id, found.fault.value, found.fault.file) == ("PJ-1002-E", "600", f"{LETTER}/layout.yaml")
    assert "the printer of kaku2-flat has 720 dots an inch" in found.fault.detail
    assert set(found.where) == set(one.checked)


def test_a_finer_printer_with_all_of_the_forms_dots_is_sound(tmp_path: Path) -> None:
    site = designer_site(tmp_path)
    changed(site.folder / "profiles" / "kaku2-flat.yaml", "device_dpi: 600", "device_dpi: 1200")
    assert checked(site).clean
