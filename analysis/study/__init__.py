"""The study: which reports the notebooks read, with what parameters, and where results go.

seeds/study.toml is the shipped study; its results are the committed notebooks/ and figures/. Any
other study, named by ``python3 run.py --study FILE`` or made by editing seeds/study.toml, writes
into build/<name>/.
"""

from analysis.study.current import (
    VARIABLE,
    current,
    figures,
    folder,
    is_shipped,
    note,
    pick,
    stop_list,
    use,
)
from analysis.study.reader import check, load
from analysis.study.settings import SHIPPED, SHIPPED_NAME, Study

__all__ = [
    "SHIPPED",
    "SHIPPED_NAME",
    "VARIABLE",
    "Study",
    "check",
    "current",
    "figures",
    "folder",
    "is_shipped",
    "load",
    "note",
    "pick",
    "stop_list",
    "use",
]
