"""Each bundle has one tag and each tray one label that say where they go and how many pieces are really there."""

from __future__ import annotations

import msgspec
import pypdfium2

from printjob.layout.papers import draw_papers
from printjob.mailroom.papers.tags import bundle_tags, corrected_tags, tray_labels
from printjob.mailroom.papers.values import changed, job_bundles
from printjob.whereabouts import data_folder
from tests.mailroom.papers.posting import LOCAL, LONGEST, SLACK, job_plan, read, words

JOB = job_bundles(job_plan(2, SLACK), "見本市")


def test_a_tag_for_each_bundle_with_its_district_and_count() -> None:
    (page,) = read(bundle_tags([JOB]))
    said = words(page)
    assert {"070", "070-08", "07", "350-11", "雑", "100", "99", "12", "50", "11"} <= said
    assert {"1／5", "2／5", "3／5", "4／5", "5／5", "1／3", "2／3", "3／3"} <= said
    assert {"001001～001100", "001101～001199", "001262～001272", "20260401-01-0002", "見本市", "2026年4月13日"} <= said
    assert page.count("区分割引＋バーコード＋3日余裕") == page.count("見本中央郵便局") == 5
    assert "訂正" not in page


def test_each_tag_stands_in_its_own_cut_of_the_page() -> None:
    text = pypdfium2.PdfDocument(draw_papers(data_folder("layouts"), bundle_tags([JOB])))[0].get_textpage()
    half, fourth = 595.32 / 2, 841.92 / 4
    for index, district in enumerate(("070", "070-08", "07", "350-11", "雑")):
        down, right = divmod(index, 2)
        box = (right * half, 841.92 - (down + 1) * fourth, (right + 1) * half, 841.92 - down * fourth)
        assert district in words(text.get_text_bounded(*box))


def test_every_job_begins_a_page_and_goes_on_behind_eight_tags() -> None:
    many = job_bundles(job_plan(3, LOCAL, [100] * 9, [("district", "070")] * 9), "見本市")
    pages = read(bundle_tags([many, JOB]))
    assert [page.count("差出人") for page in pages] == [8, 1, 5]


def test_pieces_taken_out_change_the_count_and_only_their_tags_are_corrected() -> None:
    gone = {1001, 1002, *range(1262, 1273)}
    now = job_bundles(job_plan(2, SLACK), "見本市", gone)
    assert [one.pieces for one in now.bundles] == [98, 99, 12, 50]
    assert [(one.bundle.number, one.first_piece, one.last_piece) for one in changed(JOB, now).bundles] == [(1, 1003, 1100)]
    (page,) = read(bundle_tags([changed(JOB, now)], corrected=True))
    assert {"98", "訂正", "001003～001100", "1／5"} <= words(page)
    assert page.count("差出人") == 1


def test_corrected_labels_count_the_whole_tray() -> None:
    """Bundle 1 lost two pieces, bundle 5 (alone in tray 3) all of them, bundle 4 none: tray 1 is labelled anew with both its bundles."""
    now = job_bundles(job_plan(2, SLACK), "見本市", {1001, 1002, *range(1262, 1273)})
    labels, tags = read(corrected_tags([JOB], [now]))
    assert {"訂正", "197", "001003～001199", "1～2（全5束）", "1／3"} <= words(labels)
    assert (labels.count("差出人"), tags.count("差出人")) == (1, 1)
    half = job_bundles(job_plan(2, SLACK), "見本市", {*range(1200, 1212)})
    (labels,) = read(corrected_tags([JOB], [half]))
    assert {"訂正", "50", "4（全5束）", "2／3"} <= words(labels)
    assert corrected_tags([JOB], [JOB]) == []


def test_bundles_that_go_in_another_class_are_tagged_anew() -> None:
    """Two of five bundles fell to plain mail: their tags and the label of their tray, in two parts, are new; the others stay."""
    plain = msgspec.structs.replace(SLACK, product="plain", title="普通", indicia="plain")
    parts = [msgspec.structs.replace(JOB, bundles=JOB.bundles[:3]), msgspec.structs.replace(JOB, mail=plain, bundles=JOB.bundles[3:])]
    kept, fallen, tags = read(corrected_tags([JOB], parts))
    assert (tags.count("差出人"), tags.count("普通")) == (2, 4)
    assert (kept.count("差出人"), fallen.count("差出人")) == (1, 2)
    assert "3（全5束）" in words(kept)
    assert {"4（全5束）", "5（全5束）"} <= words(fallen)


def test_a_label_for_each_tray_adds_its_bundles_up() -> None:
    (page,) = read(tray_labels([JOB]))
    assert {"199", "62", "11", "070～070-08", "07（上2桁）～350-11", "雑", "001001～001199", "5（全5束）", "1～2（全5束）"} <= words(page)
    assert page.count("／3") == 3


def test_a_job_without_bundles_has_no_papers() -> None:
    assert bundle_tags([job_bundles(job_plan(1, LOCAL, (), ()), "見本市")]) == []
    assert tray_labels([job_bundles(job_plan(1, LOCAL, (), ()), "見本市")]) == []


def test_the_longest_class_and_the_largest_numbers_have_room() -> None:
    levels = [("district", "07008")] * 1001
    large = job_bundles(job_plan(9999, LONGEST, [1] * 1001, levels), "北海道後期高齢者医療広域連合見本支部")
    assert len(read(bundle_tags([large]))) == 126
    assert "1～2（全1001束）" in read(tray_labels([large]))[0]
