"""Dirty copies of a clean report, made by script: what page, screen and copying do to a text."""

import re
import textwrap

FRONT = [
    "您当前的位置：首页 > 政务公开 > 政府工作报告",
    "索引号：007542689/2025-00012",
    "发布时间：2025-03-03 09:26　来源：市政府办公厅　浏览次数：1024",
    "【字体：大 中 小】　【打印】　【关闭】",
    "分享到：微信 微博",
]
BACK = [
    "（责任编辑：张三）",
    "【打印本页】【关闭窗口】",
    "扫一扫在手机打开当前页",
    "上一篇：关于召开人民代表大会会议的公告",
    "下一篇：国民经济和社会发展计划",
    "相关报道",
    "市政府召开全体会议部署全年工作",
    "主办：某市人民政府办公厅　承办：某市政务服务局",
    "版权所有 某市人民政府　粤ICP备05000000号　粤公网安备44030000000000号",
    "网站标识码：4403000001　网站地图　联系我们",
]
GLOSSARY = [
    "名词解释",
    "1.“两重”：是指国家重大战略实施和重点领域安全能力建设。",
    "2.新质生产力：是创新起主导作用的先进生产力质态。",
    "3.“双碳”：碳达峰与碳中和的简称。",
]


def paragraphs(document, sentences):
    """The report as a list of paragraphs, front matter first, without furniture."""
    kept = sentences[~sentences["role"].isin(["footer", "resolution"])]
    kept = kept[~(kept["role"].eq("title") & kept["role"].shift().eq("title"))]
    spans = kept.groupby("par_id", sort=False).agg(start=("start", "min"), end=("end", "max"))
    texts = [document.text[a:b] for a, b in zip(spans["start"], spans["end"], strict=True)]
    return [re.sub(r"\s+", " ", t).strip() for t in texts]


def plain(pars):
    return "\n".join(pars) + "\n"


def blank_lines(pars):
    return "\n\n".join(pars) + "\n"


def indented(pars):
    return "\n".join("\u3000\u3000" + p for p in pars) + "\n"


def wrapped(pars, width, indent="", gap="\n", newline="\n"):
    """Broken at a fixed number of characters, as a terminal does."""
    lines = []
    for par in pars:
        text = indent + par
        lines.append("\n".join(text[i : i + width] for i in range(0, len(text), width)))
    return (gap.join(lines) + "\n").replace("\n", newline)


def columned(pars, columns, indent="\u3000\u3000"):
    """Broken at a number of columns, no line beginning with a closing mark (PDF, e-mail)."""
    out = []
    for par in pars:
        line, used = "", 0
        for character in indent + par:
            size = 2 if ord(character) > 0xFF else 1
            if used + size > columns and character not in "，。、；：！？”）》％%":
                out.append(line)
                line, used = "", 0
            line, used = line + character, used + size
        out.append(line)
    return "\n".join(out) + "\n"


def paged(text, lines=30, number="- {} -", head=""):
    """A page number after every so many lines, and a running head before the next page."""
    rows = text.rstrip("\n").split("\n")
    out = []
    for page, start in enumerate(range(0, len(rows), lines), 1):
        if head and page > 1:
            out.append(head)
        out += [*rows[start : start + lines], number.format(page)]
    return "\n".join(out) + "\n"


def one_line(pars, between):
    return between.join(pars)


def folded(pars, width=70):
    """textwrap over the whole paragraph, which breaks at spaces too."""
    return "\n\n".join(textwrap.fill(p, width) for p in pars) + "\n"


def full_width(text):
    table = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789%"}
    return text.translate(table)


def spaced(text):
    """Spaces beside every figure, as some word processors set them."""
    text = re.sub(r"(?<=[\u4e00-\u9fff])(?=[0-9])", " ", text)
    return re.sub(r"(?<=[0-9%])(?=[\u4e00-\u9fff])", " ", text)


def sprinkled(text, mark="\u200b", every=97):
    return "".join(c + (mark if i % every == every - 1 else "") for i, c in enumerate(text))


def radicals(text):
    table = str.maketrans(
        {"一": "⼀", "大": "⼤", "人": "⼈", "工": "⼯", "长": "⻓", "民": "⺠", "力": "⼒"}
    )
    return text.translate(table)


def copies(pars):
    """Name and text of every dirty copy."""
    yield "plain", plain(pars)
    yield "blank lines", blank_lines(pars)
    yield "indented", indented(pars)
    yield "crlf", plain(pars).replace("\n", "\r\n")
    yield "cr", plain(pars).replace("\n", "\r")
    for width in (20, 34, 40):
        yield f"wrapped {width}", wrapped(pars, width)
        yield f"wrapped {width} indented", wrapped(pars, width, indent="\u3000\u3000")
        yield f"wrapped {width} spaces", wrapped(pars, width, indent="    ")
        yield f"wrapped {width} blank", wrapped(pars, width, gap="\n\n")
        yield f"wrapped {width} crlf", wrapped(pars, width, indent="\u3000\u3000", newline="\r\n")
    for columns in (56, 72):
        yield f"columns {columns}", columned(pars, columns)
        yield f"columns {columns} flush", columned(pars, columns, indent="")
        yield f"columns {columns} pages", paged(columned(pars, columns), 28)
        yield f"columns {columns} pages of", paged(columned(pars, columns), 25, "第{}页 共40页")
        yield f"columns {columns} bare", paged(columned(pars, columns), 33, "{}")
        yield (
            f"columns {columns} head",
            paged(columned(pars, columns), 30, "— {} —", head="2025年深圳市人民政府工作报告"),
        )
        yield f"columns {columns} feed", paged(columned(pars, columns), 30, "{}\x0c")
        yield f"columns {columns} double", columned(pars, columns).replace("\n", "\n\n")
        margin = columned(pars, columns, indent="    ")
        yield f"columns {columns} margin", "\n".join(" " * 8 + row for row in margin.split("\n"))
        yield f"columns {columns} unbroken", paged(columned(pars, columns)).replace("\n", "")
    yield "folded", folded(pars)
    for name, between in {
        "ideographic": "\u3000\u3000", "tabs": "\t", "tab and indent": "\t\u3000\u3000",
        "space": " ", "spaces": "    ", "no-break": "\u3000\xa0\xa0",
    }.items():  # fmt: skip
        yield f"one line {name}", one_line(pars, between)
    yield "full width", full_width(plain(pars))
    yield "spaced", spaced(indented(pars))
    yield "zero width", sprinkled(plain(pars))
    yield "soft hyphens", sprinkled(indented(pars), "\xad", 61)
    yield "byte order mark", "\ufeff" + sprinkled(plain(pars), "\ufeff", 500)
    yield "radicals", radicals(plain(pars))
    yield "spread title", plain(["深圳市 政 府 工 作 报 告", *pars[1:]])
    yield "furniture", plain([*FRONT, *pars, *BACK])
    yield "furniture indented", indented([*FRONT, *pars, *BACK])
    yield "furniture wrapped", plain(FRONT) + columned(pars, 72) + plain(BACK)
    yield "glossary", plain([*pars, *GLOSSARY])
    yield "glossary and furniture", blank_lines([*FRONT, *pars, *GLOSSARY, *BACK])
    yield "glossary wrapped", columned([*pars, *GLOSSARY], 72)
