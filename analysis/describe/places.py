"""Places: their names, their level, and where a text or a file name says them."""

from __future__ import annotations

import re
from functools import cache

from analysis import lexicons

_HAN = "\u4e00-\u9fff"
_UNITS = (
    "特别行政区|自治区|自治州|自治县|自治旗|开发区|高新区|新区|林区|矿区|地区"
    "|省|市|州|盟|县|区|旗|镇|乡|街道"
)
_UNIT = re.compile(rf"[{_HAN}]{{1,11}}?(?:{_UNITS})")
_NATION = ("国务院", "中华人民共和国", "中国", "全国", "national", "natl")
_GENERIC = frozenset(
    (
        "省",
        "市",
        "县",
        "区",
        "州",
        "盟",
        "旗",
        "全省",
        "全市",
        "全县",
        "全区",
        "本市",
        "自治区",
        "自治州",
    )
)
_TITLE = re.compile(
    rf"(?P<place>[{_HAN}]{{2,24}}?)(?:\d{{4}}年?度?)?(?:人民)?政府(?:\d{{4}}年?度?)?工作(?:的)?报告"
)
_MEETING = re.compile(
    rf"(?:在|日|^)(?P<place>[{_HAN}]{{2,24}}?)第[一二三四五六七八九十百\d]+届人民代表大会"
)
_SPEECH = re.compile(rf"代表(?P<place>[{_HAN}]{{2,24}}?)(?:人民政府|政府)?[，,]?\s*向")
_OFFICE = re.compile(
    rf"(?P<place>[{_HAN}]{{2,20}}?(?:省|市|区|州|盟|县|旗))(?:人民政府)?(?:代理?|副)?"
    r"(?:省长|市长|主席|州长|盟长|县长|区长|旗长)"
)


@cache
def known() -> dict[str, str]:
    """Return the places of seeds/places.csv with their level.

    Examples
    --------
    >>> known()["湖北省"], known()["延边朝鲜族自治州"]
    ('province', 'city')
    """
    table = lexicons.load(
        "places.csv", columns=("place", "level"), optional=("province", "source", "note")
    )
    return dict(zip(table["place"], table["level"], strict=True))


@cache
def _short() -> dict[str, str]:
    """Names without their unit: 湖北 -> 湖北省; 吉林 is the province."""
    found: dict[str, str] = {}
    for place, kind in known().items():
        if kind == "county":
            continue
        short = re.sub(
            r"(?:特别行政区|(?:[\u4e00-\u9fff]+族)?自治[区州]|地区|省|市|盟)$", "", place
        )
        short = {"广西壮族": "广西", "宁夏回族": "宁夏", "新疆维吾尔": "新疆"}.get(short, short)
        for ethnic in ("壮族自治区", "回族自治区", "维吾尔自治区"):
            if place.endswith(ethnic):
                short = place.removesuffix(ethnic)
        if len(short) >= 2:
            found.setdefault(short, place)
    return found


def full(name: str) -> str | None:
    """Write a place's name out, None for what names no place.

    Examples
    --------
    >>> full("湖北"), full("杭州市西湖区"), full("国务院"), full("全市"), full("坚持")
    ('湖北省', '杭州市西湖区', '中国', None, None)
    """
    name = re.sub(r"^(?:关于|在|年|度)+", "", name).removesuffix("人民政府").removesuffix("政府")
    if name.startswith(_NATION):
        return "中国"
    if name in _GENERIC or len(name) < 2:
        return None
    if name in known():
        return name
    if name in _short():
        return _short()[name]
    units = _UNIT.findall(name)
    return name if units and "".join(units) == name else None


def level(place: str | None) -> str | None:
    """Say at which level a place stands: national, province, city, county or township.

    The last unit of the name decides. Provinces, prefecture-level and county-level cities stand
    in seeds/places.csv; a 市 that is not there counts as a city, a 区 as a district (`county`).

    Examples
    --------
    >>> [level(p) for p in ("中国", "重庆市", "深圳市", "义乌市", "浙江省杭州市西湖区")]
    ['national', 'province', 'city', 'county', 'county']
    """
    if not place:
        return None
    if place == "中国":
        return "national"
    if place in known():
        return known()[place]
    units = _UNIT.findall(place)
    last = units[-1] if units else place
    if last in known():
        return known()[last]
    if last.endswith(("省", "自治区", "特别行政区")):
        return "province"
    if last.endswith(("市", "州", "盟", "地区")):
        return "city"
    if last.endswith(("镇", "乡", "街道")):
        return "township"
    return "county"


def in_title(text: str) -> str | None:
    """Return the place that a title names.

    Examples
    --------
    >>> in_title("北山市2020年政府工作报告"), in_title("湖北省政府工作报告"), in_title("工作报告")
    ('北山市', '湖北省', None)
    """
    match = _TITLE.search(re.sub(r"[\s“”《》—]|^\d{4}年?度?", "", text))
    return full(re.sub(r"^.*?\d{4}年?度?", "", match["place"])) if match else None


def in_front(text: str) -> str | None:
    """Return the place that a date line, an office or the first sentences name.

    Examples
    --------
    >>> in_front("——2025年1月10日在安吉县第十七届人民代表大会第四次会议上")
    '安吉县'
    >>> in_front("现在，我代表国务院，向大会报告政府工作"), in_front("我代表市人民政府向大会报告")
    ('中国', None)
    """
    if "代表国务院" in text or text.startswith(("国务院总理", "国务院代总理")):
        return "中国"
    for pattern in (_MEETING, _OFFICE, _SPEECH):
        match = pattern.search(text)
        found = full(match["place"]) if match else None
        if found:
            return found
    return None


def in_name(path: str) -> str | None:
    """Return the place that a file's name, or else its folders, name.

    Examples
    --------
    >>> in_name("2019年湖北省政府工作报告.txt"), in_name("湖北/武汉/2021.txt"), in_name("2021")
    ('湖北省', '武汉市', None)
    """
    parts = re.split(r"[\\/]", re.sub(r"\.\w{1,8}$", "", path))
    for part in reversed(parts[-4:]):
        titled = in_title(part)
        if titled:
            return titled
        words = re.split(r"[\d\s_\-—.()（）《》·]+|年|政府|人民|工作报告|报告|全文", part)
        for word in sorted(filter(None, words), key=len, reverse=True):
            found = full(word)
            if found:
                return found
    return None
