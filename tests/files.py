"""Files of every kind, made in the tests: no file of anybody's is needed."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPEECH = (
    "2024年某市人民政府工作报告\n——2024年1月15日在某市第八届人民代表大会第五次会议上\n"
    "某市市长　王某某\n各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n"
    "一、2023年工作回顾\n过去一年，全市地区生产总值增长6%，新增就业2万人。\n"
    "二、2024年工作安排\n今年要加快建设产业园区，努力办好民生实事，推动经济社会持续发展。\n"
    "各位代表！\n让我们团结奋斗，为建设美丽家园而努力！\n"
)


def docx(paragraphs, numbering="", styles="", extra=None, body=None):
    """A Word file; a paragraph is a text, or (w:pPr inside, runs) as XML."""

    def paragraph(given):
        if isinstance(given, str):
            return f'<w:p><w:r><w:t xml:space="preserve">{given}</w:t></w:r></w:p>'
        return f"<w:p><w:pPr>{given[0]}</w:pPr>{given[1]}</w:p>"

    inner = body if body is not None else "".join(map(paragraph, paragraphs))
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>',
        **(extra or {}),
    }
    if numbering:
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf(pages, encrypted=False):
    """A PDF with Chinese text; a page is a list of lines, an empty one a picture of nothing."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]"
        b"/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
    ]
    kids = []
    for lines in pages:
        drawn = "".join(
            f"BT /F 12 Tf 72 {760 - 20 * n} Td <{line.encode('utf-16-be').hex()}> Tj ET\n"
            for n, line in enumerate(lines)
        )
        stream = (drawn or "72 72 200 200 re f\n").encode()
        objects.append(b"<</Length %d>>stream\n" % len(stream) + stream + b"endstream")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    trailer = b"/Root 1 0 R"
    if encrypted:
        objects.append(
            b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"1f" * 32 + b">/U<" + b"2e" * 32 + b">>>"
        )
        trailer += b"/Encrypt %d 0 R/ID[<00><00>]" % len(objects)
    out, places = b"%PDF-1.4\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + data + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return out
