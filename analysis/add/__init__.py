"""Files of one's own into the corpus: read, described, checked, written down as manifest rows.

``python3 run.py add FILE_OR_FOLDER...`` asks nothing. What it finds of each text (title, place,
year, date, speaker, kind) it shows and writes into corpus/manifest.csv, where a person corrects
it; what is wrong with a text is a row of corpus/problems.csv. The files themselves are copied
byte for byte into corpus/raw/.
"""

from analysis.add.run import add
from analysis.add.summary import line_of, main, summary
from analysis.add.work import Outcome

__all__ = ["Outcome", "add", "line_of", "main", "summary"]
