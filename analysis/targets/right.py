"""What stands behind a count: the thing counted and its predicate."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from analysis.targets.cues import one_of, rx, words
from analysis.targets.heads import inner_verb, inside_noun


@lru_cache(maxsize=1024)
def read_right(text: str) -> tuple[str, str]:
    """Split what stands behind a count into noun and predicate.

    Examples
    --------
    >>> read_right("企业入选首批国家卓越级智能工厂")
    ('企业', '入选首批国家卓越级智能工厂')
    >>> read_right("项目全面开工")
    ('项目', '')
    """
    if text.strip() in words("action") + words("weak_action"):
        return "", text.strip()
    text = rx(r"^(?:左右|上下)?(?:的)?").sub("", text.strip(" \u3000")).rstrip("、和及与以 ")
    text = rx(
        r"(?<=[\u4e00-\u9fff])(?<![合兼])并(?=[\u4e00-\u9fff]{2})(?!网|购|轨|联|行|表|发症)|(?<=[\u4e00-\u9fff]{2})中(?:位|居|排|名列|有|的)"
    ).split(text)[0]
    if not text or _not_noun().match(text):
        return "", text
    at = len(text)
    for match in _predicate().finditer(text):
        if match.start() >= 1 and not inside_noun(text, match):
            at = match.start()
            break
    noun, predicate = text[:at], text[at:]
    noun = rx(
        r"(?:全面|加快|已经?|全部|均|先后|陆续|相继|成功|正式|正|将|又|都|顺利|共|分别|首次|也|实现|初步|基本|普遍|要)+$"
    ).sub("", noun)
    core = rx(r"^(?:全面|加快|已经?|全部|均|先后|陆续|相继|成功|正式|正|将|顺利)+").sub(
        "", predicate
    )
    if _dropped().match(core):
        predicate = ""
    elif core != predicate:
        predicate = core
    return noun.strip("、的 "), predicate.strip("、")


@cache
def _not_noun() -> re.Pattern:
    return re.compile(
        r"(?:和(?!谐|平|美)|与|及(?!时)|以及|或|并|，|是|为(?!民|农)|用于|由|从(?!业)|到(?!期|岗)|至|不(?!动产|良|锈|同)|"
        r"在(?!建|校|园|职|岗|线|外|华|读|营|研|产|编|籍|册)|都(?!市)|均(?!衡|等)|已|以(?!色)|左右|上升|提高|下降|增加(?!值)|增长(?!极|点)|"
        r"减少|降低|创(?!新|业|意|客|投|伤)|居(?!民|家|住)|占|同比|环比|比(?!例|重|亚|赛)|较(?!大|高|多|好)|实现|成为|位(?!于)?|列(?!车)|"
        r"排(?!水|污|放|涝)|跃|再(?!生|就业|贷|制|担保)|达(?!标)|超(?!大|高|市|充|算|级|长|声|导|特|低|限)|低于|高于|来自|投向|分别|相当|"
        r"全部|予以|给予|大关|台阶|水平|；|（|）|、|“?的|时(?!尚|代)|后(?!备)|前(?!沿|海)|之间|上下|继续|基本(?!医|养|公|农|药|建)|稳|升|"
        r"降(?!水|解)|等$|增(?!量|值|殖)|减(?!排|灾)|跨(?!境|国|区|省|海|江|市|河)|目标|进入)"
        + "|"
        + inner_verb().pattern
    )


@cache
def _predicate() -> re.Pattern:
    drops = one_of("drop_predicate")
    return re.compile(
        rf"{inner_verb().pattern}|(?:全面|加快|陆续|相继|先后|全部)*{drops}(?=$|，)|落地|落户|来访|到访|开工建设|来[\u4e00-\u9fff]{{0,2}}(?:访问|交流|考察)"
        r"|(?:在[^，]{2,12}(?:执业|就业|创业|落户))|支持|帮助|置换|热烈|进行|予以|给予|纳入|参加|参与|受益|脱贫|就业|创业|享受|取消|接入|推动|开展|获得?|"
        r"达到|用于|进入|成为|来自|覆盖|使用|领取|通过|被"
    )


@cache
def _dropped() -> re.Pattern:
    drops = one_of("drop_predicate")
    return re.compile(
        rf"(?:{drops})$|(?:落地|落户|来访|到访|开工|精彩亮相).*|来[\u4e00-\u9fff]{{0,2}}(?:访问|交流|考察).*"
    )
