"""Folds the ways one town name is written into one: 霞が関 霞ケ関 霞ヶ関, 四ッ谷 四ツ谷, 大字小室 字小室 小室, full and half width, blanks.

Folding is for comparing only. Each character folds by itself to one character or to nothing, so that a length in the folded text can be
turned back into a position of the original: what is printed or read further is always the original text.

Folded together: full and half width, small and capital letters; hiragana, katakana, small kana and voiced kana; ケ with カ, ヶ, ヵ, か, が, 箇;
ノ with の, 之, 乃; old and variant kanji with the new form; old numerals 壱 弐 参 拾 with 一 二 三 十; dashes. Left out: blanks, ・ and other points, voicing marks, variation
selectors, and the words 大字 and 字, which registries write or not as they please.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_SAME_KANJI = (
    "澤沢 濱浜 邊辺 邉辺 龍竜 條条 嶋島 嶌島 﨑崎 碕崎 髙高 廣広 舘館 檜桧 曾曽 齋斎 齊斉 藏蔵 惠恵 櫻桜 壽寿 眞真 國国 圀国 澁渋 瀧滝 瀨瀬 靜静 寳宝 寶宝 圓円 鹽塩 學学 關関 號号 縣県 區区 "
    "驛駅 應応 榮栄 櫟檪 埜野 峯峰 嶽岳 富冨 吉𠮷 籠篭 鷄鶏 鶯鴬 薗園 渕淵 灣湾 來来 會会 燒焼 與与 萬万 豐豊 拂払 佛仏 德徳 增増 橫横 黑黒 戶戸 步歩 每毎 稻稲 晝昼 爾尓 迩邇 槇槙 薮藪 "
    "壱一 壹一 弐二 貳二 貮二 参三 參三 拾十 廾廿 "
    "蘂蕊 鰺鯵 麴麹 麪麺 躑躅 鉾桙 祗祇 礪砺 蠣蛎 莵兎 菟兎 鬪闘 賴頼 螢蛍 穗穂 禮礼 彌弥 寬寛 單単 傳伝 乘乗 舊旧 臺台 莊荘 藝芸 處処 淺浅 總総 鄕郷 鄉郷"
)
_DROPPED = " \u3000\t・･.,、，．。ﾞﾟ\u3099\u309a\u309b\u309c\u200b\ufeff字" + "".join(map(chr, range(0xFE00, 0xFE10)))
_DASHES = "-‐‑‒–—―−－﹣"
_RANGES = (
    range(0x61, 0x7B),
    range(0x3041, 0x30FD),
    range(0xF900, 0xFB00),
    range(0xFF01, 0xFFE7),
)  # letters, kana, kanji twins, widths
_KE = "カケヵヶ箇"
_NO = "之乃"
_SMALL = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


def fold(text: str) -> str:
    """The text as it is compared; at most as long as the original.

    >>> fold("大字 霞ヶ関ｷﾞﾝｻﾞ") == fold("霞が関ぎんざ")
    True
    """
    return _marked(text).translate(_table())


def unfolded_length(text: str, folded_length: int) -> int:
    """How many characters of ``text`` make up the first ``folded_length`` characters of ``fold(text)``.

    >>> text = "大字 霞ヶ関 1-2"
    >>> text[unfolded_length(text, len(fold("霞ケ関"))):]
    ' 1-2'
    """
    table, marked, kept = _table(), _marked(text), 0
    if len(marked[:folded_length].translate(table)) == folded_length:
        return folded_length
    for at, character in enumerate(marked):
        if kept == folded_length:
            return at
        if table.get(ord(character), character):
            kept += 1
    return len(text)


def _marked(text: str) -> str:
    """The words 大字 made of characters that fold to nothing, at the same length."""
    return text.replace("大字", "字字") if "大字" in text else text


@cache
def _table() -> dict[int, str]:
    table = {character: _plain(character) for span in _RANGES for character in map(chr, span)}
    table |= {pair[0]: pair[1] for pair in _SAME_KANJI.split()}
    table |= (
        dict.fromkeys(_DASHES, "-") | dict.fromkeys(_KE, "ケ") | dict.fromkeys(_NO, "ノ") | dict.fromkeys(_DROPPED, "")
    )
    selectors = dict.fromkeys(range(0xE0100, 0xE01F0), "")
    return {ord(character): folded for character, folded in table.items() if character != folded} | selectors


def _plain(character: str) -> str:
    """Width, voicing, size and case of a letter or kana taken away; always one character."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character))[0].upper()
    if "ぁ" <= folded <= "ゖ":
        folded = chr(ord(folded) + 0x60)
    folded = folded.translate(_SMALL)
    return "ケ" if folded in _KE else folded
