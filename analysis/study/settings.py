"""What a study decides, and the shipped one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from analysis.paths import SEEDS

SHIPPED_NAME = "shenzhen"


@dataclass(frozen=True)
class Study:
    """What a study decides; see seeds/study.toml.

    Attributes
    ----------
    name : str
    seed : int
    report : str
        doc_id of the report of notebooks 00 to 07.
    compare, formulations : tuple of str
        doc_ids and formulations of notebook 08.
    stop_words : str
        A file in seeds/.
    top_words, cloud_words, permutations : int
    topics : int or None
        Number of topics; None where the report's own parts decide.
    topic_model : str
    indicator_likeness : float
    file : Path
        Where it was read; not compared.
    """

    name: str
    seed: int
    report: str
    compare: tuple[str, ...]
    formulations: tuple[str, ...]
    stop_words: str
    top_words: int
    cloud_words: int
    topics: int | None
    topic_model: str
    permutations: int
    indicator_likeness: float
    file: Path = field(default=SEEDS / "study.toml", compare=False)


# The study whose results are committed. It stands here once more, so that an edited
# seeds/study.toml is told from it and never overwrites them.
SHIPPED = Study(
    name=SHIPPED_NAME,
    seed=20250225,
    report="shenzhen-2025",
    compare=("yunxiu-2023", "yunxiu-2024", "yunxiu-2025", "hexi-2023", "hexi-2024", "hexi-2025"),
    formulations=("一湖两岸", "一湖三区", "三抓三比", "提质攻坚年", "工业强市", "制造强市",
                  "夜间经济", "数字云岫", "稳中求进", "营商环境", "茶旅融合", "生态立市"),
    stop_words="stopwords.csv",
    top_words=20,
    cloud_words=80,
    topics=None,
    topic_model="lda",
    permutations=9999,
    indicator_likeness=0.8,
)  # fmt: skip
