"""Shards by a Dask cluster: the same bytes. All in one file,
so that one test process alone makes clusters.
"""

import importlib.util
import os
import subprocess
import sys

import pytest

from analysis import shards
from analysis.errors import InputError
from analysis.paths import ROOT

HERE = importlib.util.find_spec("distributed") is not None

SCRIPT = """
import sys
from analysis import shards
if __name__ == "__main__":
    made = shards.count(sys.argv[1], sys.argv[2], executor="dask", workers=2, size=300)
    print(made.documents, made.shards, len(made.problems))
"""


def folder(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for k in range(12):
        (source / f"d{k:02d}.txt").write_text(f"稳外贸{k}条。建设粤港澳大湾区。" * 5, "utf-8")
    (source / "empty.txt").write_bytes(b"")
    return source


def contents(folder):
    files = [p for p in folder.rglob("*") if p.is_file() and p.name != ".lock"]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


@pytest.mark.skipif(HERE, reason="dask is installed")
def test_without_dask_one_line_says_how_to_get_it(tmp_path):
    with pytest.raises(InputError, match=r"python3 run\.py --with scale"):
        shards.count([("a", "好。")], tmp_path, executor="dask")


@pytest.mark.skipif(not HERE, reason="dask is not installed (run.py --with scale)")
def test_a_local_cluster_of_two_workers_gives_the_same_bytes(tmp_path):
    source = folder(tmp_path)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    # In a process of its own, with a main of its own: a cluster starts its workers anew.
    found = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), str(source), str(tmp_path / "dask")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert found.returncode == 0, found.stderr
    made = shards.count(source, tmp_path / "serial", size=300)
    assert found.stdout.split() == [str(made.documents), str(made.shards), "1"]
    assert contents(tmp_path / "dask") == contents(tmp_path / "serial")


@pytest.mark.skipif(not HERE, reason="dask is not installed (run.py --with scale)")
def test_an_address_without_a_scheduler_is_one_line(tmp_path):
    with pytest.raises(InputError, match="no scheduler answers"):
        shards.count([("a", "好。")], tmp_path, executor="dask", scheduler="tcp://127.0.0.1:9")
