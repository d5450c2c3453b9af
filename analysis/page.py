"""The page of one report: index.html beside its tables and figures, readable without a network."""

from __future__ import annotations

import html
import io
import json
from base64 import b64encode
from pathlib import Path

import pandas as pd

# Figures that stand first, the report as a whole; the others follow by name.
FIRST = ("report-shape", "word-frequency", "keyness", "topic-cards", "target-pairs")

# File -> (Chinese, English): what a table holds.
TABLES = {
    "document.json": (
        "文件信息、问题、版本与参数",
        "the document, its problems, versions, parameters",
    ),
    "text.txt": (
        "从文件中取出的文字，位置以此为准",
        "the text taken out of the file; offsets count in it",
    ),
    "sentences.csv": (
        "句子：编号、部分、领句、角色、位置",
        "sentences with id, part, lead, role, offsets",
    ),
    "tokens.csv": ("词（细层）", "words (fine layer)"),
    "terms.csv": ("术语（词典命中）", "terms (dictionary hits)"),
    "candidates.csv": ("新术语建议，供人工取舍", "proposed new terms, for a person to judge"),
    "keywords.csv": ("关键词：计划对回顾", "keywords: plan against review"),
    "dispersion.csv": ("离散度", "dispersion"),
    "collocations.csv": ("搭配", "collocations"),
    "diversity.csv": ("词汇多样性与句长", "lexical diversity and length"),
    "topics.csv": ("主题与可读标记", "topics, and whether they may be read"),
    "topic_sentences.csv": ("每句的主题份额", "shares of the topics in each sentence"),
    "targets.tsv": ("指标：数值、单位、口径、承诺", "targets: value, unit, comparator, commitment"),
    "rhetoric/parallel.tsv": ("排比与对偶", "parallelism"),
    "rhetoric/idiom.tsv": ("成语与类成语", "idioms"),
    "rhetoric/fourchar.tsv": ("四字格", "four-character strings"),
    "rhetoric/numeric.tsv": ("数字缩略语", "numeric contractions"),
    "rhetoric/commit.tsv": ("承诺等级", "ladder of commitment"),
    "rhetoric/marker.tsv": ("承诺标志词", "marker words of commitment"),
    "rhetoric/degree.tsv": ("程度词", "words of degree"),
    "rhetoric/stance.tsv": ("立场句", "sentences of stance"),
    "rhetoric/metaphor.tsv": ("隐喻", "metaphors"),
    "rhetoric/wordplay.tsv": ("双关、仿词、用典", "wordplay and allusion"),
    "rhetoric/reuse.tsv": ("套语复用", "verbatim reuse"),
}

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1100px; padding: 32px 24px 64px; color: #222;
  font: 16px/1.65 "Policy Sans", system-ui, sans-serif; }
h1 { font-size: 28px; line-height: 1.3; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 44px 0 10px; }
.en, .quiet { color: #666; }
.problem { border-left: 4px solid #b3263a; padding: 4px 12px; margin: 8px 0; background: #fbf1f2; }
.facts { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 18px 0; padding: 0;
  list-style: none; }
.facts b { display: block; font-size: 22px; font-weight: 600; }
figure { margin: 0 0 40px; }
figure img { width: 100%; max-width: 820px; height: auto; display: block; }
figcaption { font-size: 14px; color: #666; margin-top: 6px; }
table { border-collapse: collapse; width: 100%; font-size: 15px; }
td, th { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid #e4e4e4;
  vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
a { color: #1f5fa8; }
"""


def write(folder: Path) -> bytes:
    """Compose index.html from what lies in a folder made by `analyse`.

    Parameters
    ----------
    folder : Path
        Holds document.json, the tables, and figures/ with a NAME.json for each figure.

    Returns
    -------
    bytes
        The page; it refers to files beside it only.
    """
    folder = Path(folder)
    about = json.loads((folder / "document.json").read_text("utf-8"))
    paths = {p.stem: p for p in sorted((folder / "figures").glob("*.json"))}
    order = [name for name in FIRST if name in paths]
    order += [name for name in paths if name not in FIRST]
    figures = [json.loads(paths[name].read_text("utf-8")) for name in order]
    title = about["title"] or about["doc_id"]
    parts = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{html.escape(title)}</h1>",
        f'<p class="quiet">{html.escape(_line(about))}</p>',
        *_problems(about["problems"]),
        _facts(folder, about),
        '<h2>图 <span class="en">Figures</span></h2>',
        *[_figure(f) for f in figures],
        '<h2>表 <span class="en">Tables</span></h2>',
        _tables(folder),
        f'<p class="quiet">{_offsets(folder)}</p>',
        "</body></html>",
    ]
    page = "\n".join(parts) + "\n"
    return page.replace("<style>", f"<style>{_face(page)}", 1).encode("utf-8")


def _face(page: str) -> str:
    """Give the characters of the page a typeface of their own: a machine may have none."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    from analysis.figures import fonts

    with TTFont(fonts.face(), recalcTimestamp=False) as font:
        cutter = subset.Subsetter(
            subset.Options(layout_features=[], hinting=False, glyph_names=False)
        )
        cutter.populate(text=page)
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out, reorderTables=False)
    code = b64encode(out.getvalue()).decode("ascii")
    return (
        '\n@font-face { font-family: "Policy Sans"; unicode-range: U+2E80-FFEF; '
        f"src: url(data:font/ttf;base64,{code}); }}"
    )


def _offsets(folder: Path) -> str:
    zh, en = (
        ("text.txt ", "text.txt") if (folder / "text.txt").is_file() else ("原文件", "the file")
    )
    return (
        f"位置均为{zh}中的字符序号，从 0 起，不含末位。"
        f"Offsets are characters of {en}, from 0, end exclusive."
    )


def _line(about: dict) -> str:
    known = [about.get(k) for k in ("place", "date", "speaker")]
    return " · ".join(str(v) for v in known if v)


def _problems(problems: list[dict]) -> list[str]:
    return [
        f'<p class="problem"><b>{html.escape(p["kind"])}</b> '
        f"({html.escape(p['where'])}): {html.escape(p['text'])}</p>"
        for p in problems
    ]


def _facts(folder: Path, about: dict) -> str:
    facts = [
        (f"{about['n_chars']:,}", "字符 characters"),
        (_rows(folder / "sentences.csv"), "句 sentences"),
        (_rows(folder / "tokens.csv"), "词 words"),
        (_rows(folder / "terms.csv"), "术语 terms"),
        (_rows(folder / "targets.tsv"), "指标 targets"),
    ]
    items = [f"<li><b>{n}</b>{html.escape(what)}</li>" for n, what in facts if n != "–"]
    return f'<ul class="facts">{"".join(items)}</ul>'


def _rows(path: Path) -> str:
    if not path.is_file():
        return "–"
    if path.suffix == ".tsv":  # a row is a line: cells hold no line ends
        return f"{_lines(path) - 1:,}" if path.stat().st_size else "0"
    return f"{len(pd.read_csv(path, encoding='utf-8-sig', usecols=[0], dtype=str)):,}"


def _figure(figure: dict) -> str:
    name = figure["name"]
    links = " · ".join(
        f'<a href="figures/{name}{suffix}">{label}</a>'
        for suffix, label in (
            (".svg", "SVG"),
            (".pdf", "PDF"),
            (".csv", "数据 data"),
            (".evidence.csv", "证据 evidence"),
        )
    )
    alt = html.escape(figure["alt"])
    return (
        f'<figure id="{name}"><img src="figures/{name}.png" alt="{alt}" loading="lazy">'
        f"<figcaption>{alt} {links}</figcaption></figure>"
    )


def _tables(folder: Path) -> str:
    rows = []
    for name, (zh, en) in TABLES.items():
        path = folder / name
        if path.is_file():
            count = _rows(path) if path.suffix in (".csv", ".tsv") else ""
            rows.append(
                f'<tr><td><a href="{name}">{name}</a></td><td>{zh} '
                f'<span class="en">{en}</span></td><td class="n">{count}</td></tr>'
            )
    return f"<table>{''.join(rows)}</table>"


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")
