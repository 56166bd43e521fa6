"""The book of faults: for each permanent id its level, its rule and what to do next, in Japanese and English.

An id is never given a second meaning and never reused. ``docs/faults.md`` is generated from this book; a test proves that every id
raised anywhere in the program stands here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from printjob.errors import Fault

BOTH = " // "
"""between the Japanese and the English of a detail that has both; one without it is said in either language"""


class Level(StrEnum):
    """Who is hit by a fault."""

    DECLARATION = "declaration"  # a file that people of the site or designers edit
    DELIVERY = "delivery"  # the whole delivery is refused
    RECORD = "record"  # this record is quarantined, its neighbours are printed
    HELD = "held"  # this record waits for a named person's decision
    PULLED = "pulled"  # this record is taken out as the municipality asked
    CAMPAIGN = "campaign"  # its days cannot be or are late: everything is made, a person changes the day or the posting
    NOTED = "noted"  # nothing is wrong: said so that it is known
    ENVIRONMENT = "environment"  # to be repaired, then run again
    VERIFY = "verify"  # a finished job is not what it must be
    POSTING = "posting"  # what a person says of made mail cannot be, or the mail cannot be posted as it is
    ARGUMENT = "argument"  # the command line
    BUG = "bug"  # our own mistake


class Entry(NamedTuple):
    """A fault id's meaning."""

    level: Level
    rule_ja: str
    rule_en: str
    action_ja: str
    action_en: str


_RESEND = ("正しい納品を作り直して再送してください。", "Make the delivery again and send it once more.")
_MEND = ("該当レコードを訂正し、随時分として納品してください。", "Correct the record and deliver it again.")
_DECIDE = (
    "担当者が確認し、訂正データの再納品または手作業を決めてください。",
    "A named person decides: corrected data or work by hand.",
)
_OTHER_DAY = (
    "差出日を団体と決め直すか、受付局に確かめて site/postage/calendar.yaml を直してください。",
    "Agree on another day with the municipality, or ask the post office and mend site/postage/calendar.yaml.",
)
_CALL = (
    "開発元へ連絡してください。実行前の状態は保たれています。",
    "Report it to the makers; the state before the run is kept.",
)

BOOK: dict[str, Entry] = {
    "PJ-1001-E": Entry(
        Level.DECLARATION,
        "設定ファイルの書式が正しくありません。",
        "A declared file breaks its rules.",
        "示された行・桁を直してください。",
        "Mend the file at the line and column named.",
    ),
    "PJ-1002-E": Entry(
        Level.DECLARATION,
        "様式が、印刷してはならない所・余白・読取りの規則を守っていません。",
        "A layout breaks a zone, a quiet zone or a reader's rule.",
        "示された行・桁の要素を動かすか小さくして、もう一度 printjob layout check をしてください。",
        "Move or shrink the element at the line and column named; run printjob layout check again.",
    ),
    "PJ-1003-W": Entry(
        Level.DECLARATION,
        "様式に、担当者が判断すべき点があります（最長の値が入らないなど）。",
        "A layout has a place for its designer to judge, such as little room for long values.",
        "実際のデータの最長値を確かめ、足りなければ欄を広げるか fits を足してください。",
        "Look at the longest values of real data; widen the field or add fits where they need it.",
    ),
    # -- deliveries -----------------------------------------------------------------------------------------------------------
    "PJ-1101-E": Entry(
        Level.DELIVERY,
        "納品書（manifest.json）が読めないか、項目が規定と違います。",
        "The manifest is unreadable or breaks its schema.",
        *_RESEND,
    ),
    "PJ-1102-E": Entry(
        Level.DELIVERY,
        "ファイルのSHA-256が納品書と一致しません。",
        "A file's SHA-256 differs from the manifest.",
        *_RESEND,
    ),
    "PJ-1103-E": Entry(
        Level.DELIVERY,
        "ファイルのバイト数が納品書と一致しません。",
        "A file's size differs from the manifest.",
        *_RESEND,
    ),
    "PJ-1104-E": Entry(
        Level.DELIVERY,
        "件数が一致しません（納品書・トレーラ・実データ）。",
        "Record counts of manifest, trailer and data differ.",
        *_RESEND,
    ),
    "PJ-1105-E": Entry(
        Level.DELIVERY,
        "合計金額が一致しません（納品書・トレーラ・実データ）。",
        "Total amounts of manifest, trailer and data differ.",
        *_RESEND,
    ),
    "PJ-1106-E": Entry(Level.DELIVERY, "トレーラレコードがありません。", "The trailer record is missing.", *_RESEND),
    "PJ-1107-E": Entry(
        Level.DELIVERY,
        "文字コードとして読めないバイトがあります。",
        "Bytes cannot be decoded in the declared encoding.",
        *_RESEND,
    ),
    "PJ-1108-E": Entry(
        Level.DELIVERY, "金額項目が数値として読めません。", "An amount cannot be read as a number.", *_RESEND
    ),
    "PJ-1109-E": Entry(
        Level.DELIVERY,
        "行が規定の長さより短い、または項目数が足りません。",
        "A line is shorter than its record type.",
        *_RESEND,
    ),
    "PJ-1110-E": Entry(
        Level.DELIVERY,
        "行が規定の長さより長い、または項目数が多すぎます。",
        "A line is longer than its record type.",
        *_RESEND,
    ),
    "PJ-1111-E": Entry(Level.DELIVERY, "未知のレコード区分です。", "The record type is unknown.", *_RESEND),
    "PJ-1112-E": Entry(
        Level.DELIVERY, "親レコードのない明細です。", "A detail line stands without its data record.", *_RESEND
    ),
    "PJ-1113-E": Entry(
        Level.DELIVERY,
        "登録されていない団体です。",
        "The municipality is not registered at this site.",
        "団体コードを確かめるか、site/municipalities に登録してください。",
        "Check the code, or register it in site/municipalities.",
    ),
    "PJ-1114-E": Entry(
        Level.DELIVERY,
        "全国地方公共団体コードの検査数字が違います。",
        "The municipality code's check digit is wrong.",
        *_RESEND,
    ),
    "PJ-1115-E": Entry(Level.DELIVERY, "未知の帳票です。", "The form is unknown.", *_RESEND),
    "PJ-1116-E": Entry(Level.DELIVERY, "同じファイルが二度含まれています。", "The same file is given twice.", *_RESEND),
    "PJ-1117-E": Entry(
        Level.DELIVERY,
        "既に受け入れた納品と同じものです。",
        "The same delivery was taken before.",
        "二重納品でないか団体に確かめてください。",
        "Ask the municipality whether it was sent twice by mistake.",
    ),
    "PJ-1118-E": Entry(Level.DELIVERY, "空のファイルです。", "A file is empty.", *_RESEND),
    "PJ-1119-E": Entry(
        Level.DELIVERY,
        "納品書にあるファイルが見つからないか、納品書にないファイルがあります。",
        "A file of the manifest is missing, or a file is not in the manifest.",
        *_RESEND,
    ),
    "PJ-1120-E": Entry(
        Level.DELIVERY,
        "ヘッダ・トレーラ・エンドレコードの順序または内容が納品書と違います。",
        "Header, trailer and end records are out of order or contradict the manifest.",
        *_RESEND,
    ),
    "PJ-1121-E": Entry(Level.DELIVERY, "未知のデータ形式です。", "The declared data format is unknown.", *_RESEND),
    "PJ-1122-E": Entry(
        Level.DELIVERY,
        "納品にデータレコードが1件もありません。",
        "The delivery has no data record at all.",
        *_RESEND,
    ),
    # -- records --------------------------------------------------------------------------------------------------------------
    "PJ-1201-E": Entry(
        Level.RECORD,
        "氏名・住所等に代替文字（U+FFFD、〓、？等）があります。文字が失われた疑いがあります。",
        "A text holds a replacement character: a character was probably lost.",
        *_MEND,
    ),
    "PJ-1202-E": Entry(
        Level.RECORD,
        "外字コードが外字対応表にありません。",
        "A user-defined code has no entry in the gaiji map.",
        "外字対応表に登録するか、データを訂正してください。",
        "Add it to the gaiji map, or correct the data.",
    ),
    "PJ-1203-E": Entry(Level.RECORD, "必須項目が空です。", "A required field is empty.", *_MEND),
    "PJ-1204-E": Entry(Level.RECORD, "日付が正しくありません。", "A date is not valid.", *_MEND),
    "PJ-1205-E": Entry(
        Level.RECORD, "記録内の金額の合計が合いません。", "Amounts inside the record do not add up.", *_MEND
    ),
    "PJ-1206-E": Entry(
        Level.RECORD,
        "通知書番号が重複しています。どちらも印刷しません。",
        "The notice number is used twice; neither is printed.",
        *_MEND,
    ),
    "PJ-1207-E": Entry(Level.RECORD, "コード値が規定の一覧にありません。", "A code is not in its code list.", *_MEND),
    "PJ-1208-E": Entry(
        Level.RECORD, "項目の値が規定の書式と違います。", "A value does not have its field's form.", *_MEND
    ),
    "PJ-1209-E": Entry(
        Level.RECORD,
        "明細の件数が親レコードの件数と違います。",
        "The number of detail lines differs from the record's own count.",
        *_MEND,
    ),
    "PJ-1210-E": Entry(
        Level.RECORD,
        "同じ通知書番号の通知書を、以前の回で作成済みです。二重には印刷しません。",
        "An earlier run made a notice with this number; it is not printed a second time.",
        "二重納品でないか団体に確かめてください。差替えであれば、先の通知書の引抜きを先に決めてください。",
        "Ask the municipality whether it was sent twice by mistake; if it replaces the earlier one, decide first how that one is pulled.",
    ),
    "PJ-1211-E": Entry(Level.RECORD, "記録の区分または年度が納品のものと違います。", "The record is not of its delivery's run kind or fiscal year.", *_MEND),
    "PJ-1212-E": Entry(Level.RECORD, "明細等の行の順序が規定と違います。", "The lines of the record's sections are out of order.", *_MEND),
    "PJ-1213-E": Entry(Level.RECORD, "数値が様式の定める範囲の外です。", "A number is outside the bounds that the form declares.", *_MEND),
    "PJ-1214-E": Entry(
        Level.RECORD,
        "納付書のコードが、この回か以前の回の別の通知書の納付書と同じです。この回では印刷しません。",
        "A payment code stands on a slip of another notice too, of this run or an earlier one; this run prints none of them.",
        "団体の請求データを確かめてください。コードは作り直しません。正しいデータの再納品を求めます。",
        "Check the municipality's billing data; codes are never made up: ask for corrected data.",
    ),
    # -- held and pulled ------------------------------------------------------------------------------------------------------
    "PJ-1301-W": Entry(
        Level.HELD,
        "字形のない文字があり、印刷できません。",
        "A character has no glyph in the fonts of its field.",
        *_DECIDE,
    ),
    "PJ-1302-W": Entry(
        Level.HELD,
        "最小の文字サイズでも欄に収まりません。",
        "A text does not fit its field even in the smallest size.",
        *_DECIDE,
    ),
    "PJ-1303-W": Entry(
        Level.HELD,
        "この枚数を封入できる機器・手作業の経路がありません。",
        "No route takes so many sheets in one envelope.",
        "site の経路設定に角2または手作業を加えてください。",
        "Name a flat or hand-work profile in the site's routes.",
    ),
    "PJ-1304-W": Entry(
        Level.PULLED,
        "引抜き指定のため封入しません。",
        "Pulled (引抜き) as the municipality asked.",
        "団体の担当課へ別途引き渡してください。",
        "Hand it over to the municipality's office separately.",
    ),
    "PJ-1305-W": Entry(
        Level.PULLED,
        "支援措置対象のため引き抜きました。",
        "Pulled: protected person (支援措置).",
        "団体の担当課へ別途引き渡してください。",
        "Hand it over to the municipality's office separately.",
    ),
    "PJ-1306-W": Entry(
        Level.HELD,
        "納付書のコード（GS1-128、eL-QR、OCR）の構成・桁数・検査数字が正しくありません。",
        "A payment code of a slip is broken: structure, length, check digit or CRC.",
        "団体の請求データを確かめてください。コードは作り直しません。正しいデータの再納品を求めます。",
        "Check the municipality's billing data; codes are never made up: ask for corrected data.",
    ),
    "PJ-1307-W": Entry(
        Level.HELD,
        "納付書のコードが記録の金額・期限・番号、または納付書の使用区分と矛盾しています。取扱期限が納期限より前の納付書も止めます。",
        "A payment code contradicts the record: amount, deadline, limit, number, or whether the slip may be paid at all; or a limit is before its due date.",
        "団体の請求データを確かめてください。コードは作り直しません。正しいデータの再納品を求めます。",
        "Check the municipality's billing data; codes are never made up: ask for corrected data.",
    ),
    "PJ-1308-W": Entry(
        Level.HELD,
        "明細・納付書の行が、通知書の種類（変種）と合いません。",
        "The record's lines do not go with its variant: lines that it does not print, or fewer than it needs.",
        *_DECIDE,
    ),
    "PJ-1309-I": Entry(
        Level.NOTED,
        "二名の承認による例外を適用して印刷しました。",
        "An exception approved by two named persons was applied.",
        "内容は site/exceptions と監査記録で確かめられます。",
        "See site/exceptions and the audit log.",
    ),
    "PJ-1310-W": Entry(
        Level.HELD,
        "承認済みの例外が、納品された値と一致しなくなりました。",
        "An approved exception no longer matches the delivered value.",
        "値を確かめ、例外を取り消すか、二名で承認し直してください（printjob exception add）。",
        "Look at the value; withdraw the exception or approve it anew by two persons (printjob exception add).",
    ),
    "PJ-1311-W": Entry(
        Level.HELD,
        "宛先の住所が空か、国外のため、国内の郵便物として差し出せません。",
        "The address is empty or abroad: the piece cannot be posted as domestic mail.",
        "送付先（納税管理人など）を団体に確かめ、正しいデータの再納品を求めます。",
        "Ask the municipality where it shall go (a tax agent, say) and for corrected data.",
    ),
    # -- a campaign's days (差出の暦) ------------------------------------------------------------------------------------------
    "PJ-1312-W": Entry(
        Level.CAMPAIGN,
        "差出日は受付局が差出を受け付けない日です。",
        "The post office takes no mail on the posting day.",
        *_OTHER_DAY,
    ),
    "PJ-1313-W": Entry(
        Level.CAMPAIGN,
        "差出日が発付日・業務日より前か、差し出さないまま過ぎています。",
        "The posting day is before the issue date or the business date, or has passed without a posting.",
        "差出日を団体と確かめてください。差し出したものなら、受付を記録してください（printjob posting accepted）。",
        "Ask the municipality for the posting day; if it was posted, record the acceptance (printjob posting accepted).",
    ),
    "PJ-1314-W": Entry(
        Level.CAMPAIGN,
        "この差出日では、最初の納期限に対して届くのが遅すぎます。",
        "Posted on this day, it arrives too late before the first due date.",
        "差出日を早めるか、納期限について団体の判断を求めてください（地方税法364条9項など）。",
        "Post earlier, or ask the municipality what is to be done about the due date.",
    ),
    "PJ-1315-W": Entry(
        Level.CAMPAIGN,
        "この年の祝日または休みの決まりがなく、差出日を確かめられません。",
        "No holidays or rules of closed days are known for these days: they cannot be checked.",
        "発付日・差出日・納期限に誤りがないか確かめ、site/postage/calendar.yaml の決まりを足してください。",
        "Check issue date, posting day and due date, or add rules to site/postage/calendar.yaml.",
    ),
    "PJ-1316-W": Entry(
        Level.CAMPAIGN,
        "最初の納期限に間に合う最後の差出日が近づいています。",
        "The last posting day that is in time for the first due date is near.",
        "その日までに差し出してください。",
        "Post it by that day.",
    ),
    "PJ-1317-W": Entry(
        Level.CAMPAIGN,
        "予定のデータ受領日を過ぎても、この案件の納品がありません。",
        "Nothing of the planned campaign was delivered by the day its data was due.",
        "納品を団体に催促してください。別の日付で納品されたものなら、site/postage/calendar.yaml の予定を直してください。",
        "Ask the municipality for the delivery; if it came with other dates, mend the plan in site/postage/calendar.yaml.",
    ),
    "PJ-1318-W": Entry(
        Level.HELD,
        "発付日より前でなければならない期日（督促する納期限など）が、発付日以後です。",
        "A date that must lie before the issue date (the due date that a demand is about) does not.",
        "発付日と記録の期日を団体に確かめてください。納期限の前に督促状は出せません。",
        "Ask the municipality about the issue date and the record's date: no demand goes out before the due date.",
    ),
    "PJ-1319-W": Entry(
        Level.CAMPAIGN,
        "差出の区分のない通、または区分の封筒が足りない通があります。印刷はしますが、このままでは差し出せません。",
        "Pieces have no mail class, or no envelope of their class is left: they are printed, but cannot be posted as things are.",
        "printjob postage で理由を見て、差出の表（site/postage）か封筒の用意を直してください。",
        "See why with printjob postage, then mend the tables (site/postage) or have envelopes made.",
    ),
    # -- environment ----------------------------------------------------------------------------------------------------------
    "PJ-1401-E": Entry(
        Level.ENVIRONMENT,
        "フォントが見つかりません。",
        "A font is missing.",
        "make setup を実行してください。",
        "Run make setup.",
    ),
    "PJ-1402-E": Entry(
        Level.ENVIRONMENT,
        "フォントのSHA-256が台帳と違います。",
        "A font's SHA-256 differs from fonts/manifest.",
        "正しいフォントを入れ直してください（make setup）。",
        "Install the right font file (make setup).",
    ),
    "PJ-1403-E": Entry(
        Level.ENVIRONMENT,
        "ディスクの空きが足りません。",
        "There is not enough disk space.",
        "空きを作って再実行してください。",
        "Free some space, then run again.",
    ),
    "PJ-1404-E": Entry(
        Level.ENVIRONMENT,
        "設定（機器プロファイル・団体・様式等）が読めません。",
        "A profile, municipality setting, format or layout is unreadable.",
        "示されたファイルを直して再実行してください。",
        "Mend the file named, then run again.",
    ),
    "PJ-1405-E": Entry(
        Level.ENVIRONMENT,
        "別の実行が進行中です。",
        "Another run is at work in this home.",
        "終了を待って再実行してください。",
        "Wait for it to end, then run again.",
    ),
    "PJ-1406-E": Entry(
        Level.ENVIRONMENT,
        "郵便番号データが準備されていません。",
        "The postal index is not prepared.",
        "make setup を実行してください。",
        "Run make setup.",
    ),
    "PJ-1407-E": Entry(
        Level.ENVIRONMENT,
        "ホームフォルダが使えません。",
        "The home folder cannot be used.",
        "場所と権限を確かめてください（printjob init）。",
        "Check the place and its rights (printjob init).",
    ),
    "PJ-1408-E": Entry(
        Level.ENVIRONMENT,
        "必要なプログラム部品を読み込めません。",
        "A needed part of the program cannot be imported.",
        "make setup を実行してください。",
        "Run make setup.",
    ),
    "PJ-1409-E": Entry(
        Level.ENVIRONMENT,
        "納品ファイルが実行中に変わりました。",
        "A delivery changed while it was being read.",
        "納品が終わってから再実行してください。",
        "Run again when the delivery is complete.",
    ),
    "PJ-1410-E": Entry(
        Level.ENVIRONMENT,
        "オペレーティングシステムの呼出しに失敗しました。",
        "The operating system refused a call.",
        "原因を除いて再実行してください。",
        "Remove the cause, then run again.",
    ),
    "PJ-1411-E": Entry(Level.ENVIRONMENT, "1日の実行回数が上限（99回）に達しました。", "The day's runs have reached their limit of 99.",
                       "次の業務日で実行してください。", "Run for the next business date."),
    # -- verification ---------------------------------------------------------------------------------------------------------
    "PJ-1501-E": Entry(
        Level.VERIFY,
        "頁の封入制御マークが帳票記録と違います。",
        "A page's mark is not the one that sheets.jsonl says.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1502-E": Entry(
        Level.VERIFY,
        "頁の文字が該当レコードと違います。",
        "A page's text is not that of its record.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1503-E": Entry(
        Level.VERIFY,
        "カスタマバーコードが違います。",
        "A customer barcode is wrong.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1504-E": Entry(
        Level.VERIFY,
        "埋込み字形が原フォントの字形と違います。",
        "An embedded outline is not the source font's glyph.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1505-E": Entry(
        Level.VERIFY,
        "頁または枚数が帳票記録と違います。",
        "Pages or sheets differ from sheets.jsonl.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1506-E": Entry(
        Level.VERIFY,
        "ファイルのハッシュまたは件数がジョブの台帳と違います。",
        "A file's hash or count differs from the job's manifest.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1507-E": Entry(
        Level.VERIFY,
        "PDFの構造が読めません。",
        "The PDF's structure cannot be read.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1508-E": Entry(
        Level.VERIFY,
        "固定部分（様式）が登録された様式と違います。",
        "Static art is not the form that was compiled.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1509-E": Entry(
        Level.VERIFY,
        "封入ジョブの制御ファイルが帳票記録と違います。",
        "The inserter's control file differs from sheets.jsonl.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1510-E": Entry(
        Level.VERIFY,
        "納付書のバーコードまたはeL-QRが該当レコードと違います。",
        "A slip's payment code (GS1-128 or eL-QR) is not that of its record.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1511-E": Entry(
        Level.VERIFY,
        "窓の返戻IDが該当の郵便物と違います。",
        "A return id in the window is not that of its piece.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    "PJ-1512-E": Entry(
        Level.VERIFY,
        "把束の一覧が帳票記録と違います。",
        "The list of bundles differs from the sheets.",
        "このジョブを使わず、作り直してください。",
        "Do not use this job; make it again.",
    ),
    # -- arguments and our own mistakes ---------------------------------------------------------------------------------------
    "PJ-1601-E": Entry(
        Level.ARGUMENT, "引数が正しくありません。", "An argument is wrong.", "--help を見てください。", "See --help."
    ),
    "PJ-1602-E": Entry(
        Level.ARGUMENT,
        "該当するものが見つかりません。",
        "There is no such thing here.",
        "名前を確かめてください。",
        "Check the name.",
    ),
    "PJ-1603-E": Entry(
        Level.ARGUMENT,
        "納付書のコードが正しくありません。",
        "A payment code is wrong.",
        "printjob barcode gs1 または elqr で誤りの箇所を見てください。",
        "See where with printjob barcode gs1 or elqr.",
    ),
    "PJ-1701-E": Entry(Level.BUG, "内部の約束が破れました。", "A rule that printjob guarantees was broken.", *_CALL),
    "PJ-1702-E": Entry(Level.BUG, "件数の収支が合いません。", "The balances do not add up.", *_CALL),
    # -- the posting's life ---------------------------------------------------------------------------------------------------
    "PJ-1801-E": Entry(
        Level.POSTING,
        "封入機の計数が、計画から取り出した通を引いた数と違います。",
        "The inserter's counter is not what was planned without what was taken out.",
        "数え直し、足りない通は printjob posting take-out で番号を届けてから、もう一度記録してください。数は合わせません。",
        "Count again; name the pieces that lack with printjob posting take-out, then record it again. No count is ever adjusted.",
    ),
    "PJ-1802-E": Entry(
        Level.POSTING,
        "差出済の通は変えられません。",
        "A posted piece cannot be changed.",
        "番号を確かめてください。差し出した通の取戻しは郵便局へ請求します。",
        "Check the number; getting a posted piece back is asked for at the post office.",
    ),
    "PJ-1803-E": Entry(
        Level.POSTING,
        "この通は別の理由で取り出されています。",
        "This piece was taken out for another reason.",
        "正しい理由を確かめ、誤りなら printjob posting put-back で戻してから記録し直してください。",
        "Find out which is right; if the first is wrong, printjob posting put-back, then record it again.",
    ),
    "PJ-1804-E": Entry(
        Level.POSTING,
        "差出済のジョブは変えられません。",
        "A posted job cannot be changed.",
        "ジョブの番号を確かめてください。",
        "Check the job's number.",
    ),
    "PJ-1805-E": Entry(
        Level.POSTING,
        "差し出せるジョブがありません。",
        "There is no job to be posted.",
        "printjob posting list で差出日と局を確かめ、終わったジョブを printjob posting made で記録してください。",
        "See day and office in printjob posting list; record finished jobs with printjob posting made.",
    ),
    "PJ-1806-E": Entry(
        Level.POSTING,
        "いまの封筒のままでは差し出せる区分がありません。",
        "No class takes these pieces in the envelopes they are in.",
        "別の封筒に入れ替えて printjob posting envelope で記録するか、printjob posting take-out で取り出してください。",
        "Put them into other envelopes and record it with printjob posting envelope, or take them out with printjob posting take-out.",
    ),
    "PJ-1807-E": Entry(
        Level.POSTING,
        "差出票が、いま差し出すものの差出票ではありません。",
        "The papers are not those of what goes now.",
        "printjob posting papers で作り直し、新しい差出票で差し出してください。",
        "Make them again with printjob posting papers and hand in the new ones.",
    ),
    "PJ-1808-E": Entry(
        Level.POSTING,
        "引受けの局または日付が差出と合いません。",
        "Office or day of the acceptance is not the posting's.",
        "日附印のある差出票の控えを見て、そのとおりに記録してください。",
        "Read the stamped copy of the slip and record what it says.",
    ),
    "PJ-1809-E": Entry(
        Level.POSTING,
        "お問い合わせ番号が足りません。",
        "There are not enough inquiry numbers left.",
        "郵便局から番号をもらい、site/postage/posting.yaml の numbers に加えてください。",
        "Get a block of numbers from the post office and add it to numbers in site/postage/posting.yaml.",
    ),
    "PJ-1810-W": Entry(
        Level.POSTING,
        "実際に作った通数で料金の区分が変わりました。",
        "What was really made is priced otherwise than planned.",
        "差出票はこの料金で作られています。確かめてください。",
        "The slip bears this price; make sure that it is meant.",
    ),
    "PJ-1811-E": Entry(
        Level.POSTING,
        "引受けは別の内容で記録されています。",
        "An acceptance is recorded otherwise.",
        "日附印のある差出票の控えと記録（printjob posting list）を見比べてください。",
        "Compare the stamped copy of the slip with printjob posting list.",
    ),
    "PJ-1812-E": Entry(
        Level.POSTING,
        "料金別納に要る、同じ料金の通数に足りません。",
        "Too few pieces of one fee for 料金別納.",
        "切手で差し出すか、ほかの差出に回してください（printjob posting take-out）。",
        "Post them with stamps or with another posting (printjob posting take-out).",
    ),
    "PJ-1813-W": Entry(
        Level.POSTING,
        "まだ封入の終わっていないジョブがあります。この差出には入りません。",
        "Jobs are not finished yet; they are not in this posting.",
        "一度に差し出すなら、終わってから printjob posting papers をもう一度してください。通数の限度は差出ごとに数えます。",
        "To post them at once, finish them and call printjob posting papers again: least counts are counted by posting.",
    ),
    "PJ-1901-I": Entry(
        Level.ENVIRONMENT,
        "対象の納品がありません。",
        "No delivery is waiting.",
        "納品の有無を確かめてください。",
        "Check whether a delivery was expected.",
    ),
    "PJ-1902-I": Entry(
        Level.ENVIRONMENT,
        "停止要求により中断しました。再実行で続きます。",
        "Stopped on request; call again to go on.",
        "同じコマンドを再実行してください。",
        "Run the same command again.",
    ),
}


def message(fault: Fault, language: str = "ja") -> str:
    """The five parts on one line: id, place, masked value, rule, what to do.

    >>> message(Fault(id="PJ-1118-E", file="a.dat"), "en")
    'PJ-1118-E a.dat: A file is empty. -> Make the delivery again and send it once more.'
    >>> message(Fault(id="PJ-1801-E", detail=f"1通多い{BOTH}1 more"), "ja").partition(" ->")[0]
    'PJ-1801-E: 封入機の計数が、計画から取り出した通を引いた数と違います。 1通多い。'
    """
    entry = BOOK[fault.id]
    rule, action = (entry.rule_ja, entry.action_ja) if language == "ja" else (entry.rule_en, entry.action_en)
    place = f" {fault.place}" if fault.place else ""
    value = f" [{fault.value}]" if fault.value else ""
    japanese, _, english = fault.detail.partition(BOTH)
    said = english if english and language != "ja" else japanese
    end = "" if said.endswith(("?", ".", "。")) else "。" if english and language == "ja" else "."
    detail = f" {said}{end}" if said else ""
    return f"{fault.id}{place}{value}: {rule}{detail} -> {action}"
