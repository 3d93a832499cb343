#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes Tests/Quality/pdf/*.pdf and their *.truth from Tests/Quality/pdf/sources/: the same sample documents as LaTeX,
LibreOffice, Chromium and groff print them.

    Scripts/render-quality.py              make all
    Scripts/render-quality.py NAME...      make those only (ferry-latex, bakehouse-chromium ...)
    OUT=DIR Scripts/render-quality.py      write somewhere else

Debian 12 packages: texlive-latex-recommended texlive-fonts-recommended lmodern libreoffice-writer-nogui hyphen-en-us
hyphen-de chromium groff python3-pyphen fonts-liberation poppler-utils

A truth is a list of lines "KIND TAB TEXT" in reading order; the cells of a row are parted by TAB. Its last lines tell which
words the page breaks at a line end ("soft", "hard"): where, by pdftotext -bbox-layout; which, by the source.
"""
import html
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCES = os.path.join(ROOT, "Tests/Quality/pdf/sources")
OUT = os.path.abspath(os.environ.get("OUT", os.path.join(ROOT, "Tests/Quality/pdf")))
ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH="1700000000", FORCE_SOURCE_DATE="1", LC_ALL="C.UTF-8", TZ="UTC")


def read(name):
    """The settings and the blocks of a source, as (kind, text) pairs."""
    settings, blocks = {}, []
    for line in open(os.path.join(SOURCES, name + ".txt"), encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("# "):
            continue
        kind, text = line.split(": ", 1)
        if kind in ("lang", "head", "foot"):
            settings[kind] = text
        else:
            blocks.append((kind, text))
    return settings, blocks


def notes(blocks):
    return {kind.split()[1]: text for kind, text in blocks if kind.startswith("footnote ")}


def runs(blocks):
    """Blocks put together to lists, tables and listings: (kind, [texts])."""
    grouped = []
    for kind, text in blocks:
        if kind in ("item", "row", "code") and grouped and grouped[-1][0] == kind:
            grouped[-1][1].append(text)
        elif not kind.startswith("footnote "):
            grouped.append((kind, [text]))
    return grouped


# LaTeX


def tex(text, footnotes):
    for sign, spelled in [("%", r"\%"), ("&", r"\&"), ("#", r"\#"), ("_", r"\_"), ("„", r"\glqq{}"), ("“", r"\grqq{}")]:
        text = text.replace(sign, spelled)
    text = re.sub(r'"([^"]*)"', r"``\1''", text)
    return re.sub(r"\[\^(\d+)\]", lambda m: r"\footnote{%s}" % tex(footnotes[m[1]], {}), text)


def latex(settings, blocks, out, columns, paper):
    footnotes = notes(blocks)
    body = []
    for kind, texts in runs(blocks):
        first = tex(texts[0], footnotes)
        if kind == "title":
            title = r"{\LARGE\bfseries\raggedright %s\par}\vspace{1.5em}" % first
            body.append(r"\twocolumn[%s]" % title if columns == 2 else title)
        elif kind in ("heading", "references"):
            body.append(r"\section*{%s}" % first)
        elif kind == "paragraph":
            body.append(first + "\n")
        elif kind == "item":
            items = "\n".join(r"\item " + tex(text, footnotes) for text in texts)
            body.append("\\begin{itemize}\n%s\n\\end{itemize}" % items)
        elif kind == "table":
            body.append(r"\begin{center}\small\textbf{%s}\par\medskip" % first)
        elif kind == "row":
            rows = [" & ".join(tex(cell, footnotes) for cell in text.split(" | ")) + r"\\" for text in texts]
            rows[0] += r"\hline"
            body.append(r"\footnotesize\tabcolsep=3pt\begin{tabular}{l%s}" % ("r" * texts[0].count(" | ")))
            body += rows + [r"\end{tabular}\end{center}", ""]
        elif kind == "caption":
            body.append(r"\begin{center}\fbox{\rule{0pt}{6em}\rule{10em}{0pt}}\par\medskip\small %s\end{center}" % first)
        elif kind == "sidebar":
            body.append(r"\begin{center}\fbox{\parbox{.82\linewidth}{\small\raggedright %s}}\end{center}" % first)
        elif kind == "code":
            body.append("\\begin{verbatim}\n%s\n\\end{verbatim}" % "\n".join(texts))
        elif kind == "reference":
            body.append(r"{\small\noindent\hangindent=1em %s\par}" % first)
    source = r"""\documentclass[10pt,%s]{article}
\usepackage[%s,margin=17mm,top=22mm,bottom=22mm]{geometry}
\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{lmodern,fancyhdr}
\pdfinfoomitdate=1 \pdftrailerid{} \pdfsuppressptexinfo=-1
\pagestyle{fancy}\fancyhf{}\fancyhead[C]{%s}\fancyfoot[L]{%s}\fancyfoot[R]{\thepage}
\renewcommand{\headrulewidth}{.2pt}\emergencystretch=1em
\begin{document}\thispagestyle{fancy}
%s
\end{document}""" % ("twocolumn" if columns == 2 else "", paper, settings["head"], settings["foot"], "\n".join(body))
    with tempfile.TemporaryDirectory() as folder:
        open(folder + "/x.tex", "w", encoding="utf-8").write(source)
        for _ in range(2):
            run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x.tex"], folder)
        os.replace(folder + "/x.pdf", out)


# LibreOffice: flat OpenDocument


def fodt(settings, blocks, out, columns):
    footnotes = notes(blocks)

    def flow(text):
        parts = re.split(r"\[\^(\d+)\]", text)
        for index in range(1, len(parts), 2):
            parts[index] = (
                '<text:note text:id="f%s" text:note-class="footnote"><text:note-citation>%s</text:note-citation>'
                '<text:note-body><text:p text:style-name="Note">%s</text:p></text:note-body></text:note>'
            ) % (parts[index], parts[index], html.escape(footnotes[parts[index]], quote=False))
            parts[index - 1] = html.escape(parts[index - 1], quote=False)
        parts[-1] = html.escape(parts[-1], quote=False)
        return "".join(parts)

    styles = {
        "title": "Big", "heading": "Head", "references": "Head", "paragraph": "Body", "table": "Label",
        "caption": "Label", "reference": "Entry", "code": "Code", "sidebar": "Box",
    }
    body = []
    for kind, texts in runs(blocks):
        if kind == "item":
            items = "".join(
                '<text:list-item><text:p text:style-name="Body">%s</text:p></text:list-item>' % flow(t) for t in texts)
            body.append('<text:list text:style-name="L">%s</text:list>' % items)
        elif kind == "row":
            cells = "".join(
                "<table:table-row>%s</table:table-row>" % "".join(
                    '<table:table-cell office:value-type="string"><text:p text:style-name="Cell">%s</text:p>'
                    "</table:table-cell>" % flow(c) for c in t.split(" | ")) for t in texts)
            body.append('<table:table table:name="T"><table:table-column table:number-columns-repeated="%d"/>%s'
                        "</table:table>" % (texts[0].count(" | ") + 1, cells))
        else:
            level = ' text:outline-level="%d"' % (1 if kind == "title" else 2)
            tag = "h" if styles[kind] in ("Big", "Head") else "p"
            for text in texts:
                body.append('<text:%s text:style-name="%s"%s>%s</text:%s>' % (
                    tag, styles[kind], level if tag == "h" else "", flow(text), tag))
    content = "\n".join(body)
    if columns == 2:
        title, rest = content.split("\n", 1)
        content = '%s<text:section text:name="S" text:style-name="Two">%s</text:section>' % (title, rest)

    def paragraph(name, properties, text):
        return ('<style:style style:name="%s" style:family="paragraph"><style:paragraph-properties %s/>'
                '<style:text-properties fo:language="%s" fo:country="%s" style:font-name="Liberation Serif" '
                'fo:font-family="Liberation Serif" %s/></style:style>') % (
                    name, properties, settings["lang"], {"de": "DE"}.get(settings["lang"], "US"), text)

    hyphen = 'fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"'
    justified = 'fo:text-align="justify" fo:hyphenation-ladder-count="no-limit" '
    document = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:styles>%s</office:styles>
<office:automatic-styles>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="148mm" fo:page-height="210mm"
 fo:margin="15mm"/><style:header-style><style:header-footer-properties fo:margin-bottom="5mm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:margin-top="5mm"/></style:footer-style></style:page-layout>
<style:style style:name="Two" style:family="section"><style:section-properties><style:columns fo:column-count="2"
 fo:column-gap="6mm"/></style:section-properties></style:style>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment
 text:label-followed-by="listtab" text:list-tab-stop-position="5mm" fo:text-indent="-5mm" fo:margin-left="5mm"/>
</style:list-level-properties></text:list-level-style-bullet></text:list-style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P">
<style:header><text:p text:style-name="Run">%s</text:p></style:header>
<style:footer><text:p text:style-name="Run">%s — <text:page-number text:select-page="current"/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>%s</office:text></office:body></office:document>""" % (
        "".join([
            paragraph("Big", 'fo:margin-bottom="5mm"', 'fo:font-size="17pt" fo:font-weight="bold"'),
            paragraph("Head", 'fo:margin-top="4mm" fo:margin-bottom="1mm" fo:keep-with-next="always"',
                      'fo:font-size="12pt" fo:font-weight="bold"'),
            paragraph("Body", justified + 'fo:margin-bottom="1.5mm"', 'fo:font-size="10pt" ' + hyphen),
            paragraph("Note", justified, 'fo:font-size="8pt" ' + hyphen),
            paragraph("Label", 'fo:margin-top="3mm" fo:margin-bottom="2mm"', 'fo:font-size="9pt" fo:font-style="italic"'),
            paragraph("Cell", "", 'fo:font-size="9pt"'),
            paragraph("Entry", 'fo:margin-left="5mm" fo:text-indent="-5mm"', 'fo:font-size="9pt"'),
            paragraph("Code", "", 'fo:font-size="9pt"').replace("Liberation Serif", "Liberation Mono"),
            paragraph("Box", 'fo:border="0.5pt solid #000000" fo:padding="2mm" fo:margin="3mm"', 'fo:font-size="9pt"'),
            paragraph("Run", 'fo:text-align="center"', 'fo:font-size="8pt"'),
        ]), settings["head"], settings["foot"], content)
    with tempfile.TemporaryDirectory() as folder:
        open(folder + "/x.fodt", "w", encoding="utf-8").write(document)
        run(["soffice", "-env:UserInstallation=file://" + folder + "/profile", "--headless", "--convert-to", "pdf",
             "x.fodt"], folder)
        os.replace(folder + "/x.pdf", out)


# Chromium


def page(settings, blocks, out, columns, paper="148mm 210mm"):
    import pyphen

    dictionary = pyphen.Pyphen(lang={"en": "en_US", "de": "de_DE"}[settings["lang"]])

    def flow(text):
        text = re.sub(r"\[\^(\d+)\]", r"", text)
        soft = re.sub(r"\w{6,}", lambda m: dictionary.inserted(m[0], "\u00ad"), text)
        return html.escape(soft, quote=False)

    body = []
    tags = {"title": "h1", "heading": "h2", "references": "h2", "paragraph": "p", "table": "h4", "caption": "figcaption",
            "sidebar": "aside", "reference": "p"}
    for kind, texts in runs(blocks):
        if kind == "item":
            body.append("<ul>%s</ul>" % "".join("<li>%s</li>" % flow(t) for t in texts))
        elif kind == "row":
            body.append("<table>%s</table>" % "".join(
                "<tr>%s</tr>" % "".join("<td>%s</td>" % html.escape(c) for c in t.split(" | ")) for t in texts))
        elif kind == "code":
            body.append("<pre>%s</pre>" % html.escape("\n".join(texts)))
        else:
            body.append("<{0}>{1}</{0}>".format(tags[kind], flow(texts[0])))
    for number, text in notes(blocks).items():
        body.append("<p class=note>%s</p>" % flow(text))
    document = """<!doctype html><html lang=%s><meta charset=utf-8><title>x</title><style>
@page { size: %s; margin: 18mm 14mm;
 @top-center { content: "%s"; font: 8pt Liberation Sans } @bottom-left { content: "%s"; font: 8pt Liberation Sans }
 @bottom-right { content: counter(page); font: 8pt Liberation Sans } }
body { font: 9.5pt/1.3 Liberation Serif; margin: 0 } p, li { text-align: justify; margin: 0 0 1.5mm }
h1 { font-size: 17pt; column-span: all } h2 { font-size: 12pt; margin: 4mm 0 1mm; break-after: avoid } ul { padding-left: 5mm }
main { columns: %d; column-gap: 7mm } aside { background: #ddd; padding: 2mm 3mm; margin: 3mm 0; font: 8.5pt Liberation Sans;
 break-inside: avoid } table { font-size: 8.5pt; margin: 0 0 3mm; width: 100%% } h4 { font-size: 8.5pt; margin: 3mm 0 1mm }
pre { font: 5pt Liberation Mono } .note { font-size: 8pt }
</style><main>%s</main>""" % (settings["lang"], paper, settings["head"], settings["foot"], columns, "\n".join(body))
    with tempfile.TemporaryDirectory() as folder:
        open(folder + "/x.html", "w", encoding="utf-8").write(document)
        run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + folder + "/profile",
             "--no-pdf-header-footer", "--print-to-pdf=" + out, "file://" + folder + "/x.html"], folder)


# groff


def groff(settings, blocks, out):
    footnotes = notes(blocks)

    def flow(text):
        parts = re.split(r"(\S*)\[\^(\d+)\]", text.replace("\\", "\\e"))
        for index in range(1, len(parts), 3):
            parts[index] = parts[index] + "\\**"
            parts[index + 1] = "\n.FS\n%s\n.FE\n" % footnotes[parts[index + 1]]
        return re.sub(r"\n +", "\n", "".join(parts)).rstrip("\n")

    body = [".pl 21c", ".nr PS 10", ".nr VS 12", ".nr LL 12c", ".nr PO 1.5c", ".nr HM 2c", ".nr FM 2c", ".ds LH", ".ds CH " + settings["head"],
            ".ds RH", ".ds LF " + settings["foot"], ".ds CF", ".ds RF %", ".P1"]
    for kind, texts in runs(blocks):
        first = flow(texts[0])
        if kind == "title":
            body += [".TL", first]
        elif kind in ("heading", "references"):
            body += [".SH", first]
        elif kind == "paragraph":
            body += [".PP" if "paragraph" in [b[0] for b in blocks] else ".LP", first]
        elif kind == "item":
            for text in texts:
                body += [".IP \\(bu 2", flow(text)]
        elif kind == "row":
            body += [".TS", "center;", " ".join("l" for _ in texts[0].split(" | ")) + "."]
            body += ["\t".join(text.split(" | ")) for text in texts] + [".TE"]
        elif kind in ("table", "caption"):
            body += [".sp", ".LP", ".ps 8", first, ".br"]
        elif kind == "sidebar":
            body += [".LP", ".B1", first, ".B2"]
        elif kind == "code":
            body += [".DS I", ".ft CR"] + texts + [".ft R", ".DE"]
        elif kind == "reference":
            body += [".XP", first]
    source = "\n".join(body) + "\n"
    made = subprocess.run(["groff", "-k", "-K", "utf8", "-t", "-ms", "-T", "pdf", "-P-p21c,15c"], input=source.encode(),
                          capture_output=True, env=ENVIRONMENT, check=True)
    open(out, "wb").write(made.stdout)


def run(command, folder):
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True)
    if done.returncode:
        sys.exit("render-quality: %s failed:\n%s" % (command[0], (done.stdout + done.stderr).decode()[-2000:]))


# Truth


def truth(settings, blocks, pdf, producer):
    rows, late = [], []
    for kind, text in blocks:
        text = re.sub(r"\[\^\d+\]", "", text)
        if producer == "latex":
            text = re.sub(r'"([^"]*)"', "“\\1”", text)
        if kind.startswith("footnote "):
            (late if producer == "chromium" else rows).append(("note" if producer == "chromium" else "footnote", text))
        elif kind == "row":
            rows.append((kind, text.replace(" | ", "\t")))
        else:
            rows.append(({"table": "caption", "references": "heading"}.get(kind, kind), text))
    rows += late
    pages = subprocess.run(["pdftotext", "-bbox-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    rows += [("running", settings["head"]), ("running", settings["foot"]), ("pages", str(pages.count("<page ")))]
    return rows + broken(rows, pages)


def words(text):
    return [word.strip(".,;:!?()„“”‘’\"'") for word in text.replace("\u2010", "-").split()]


def broken(rows, pages):
    """The words that the pages break at a line end: (soft or hard, word)."""
    have = {word for kind, text in rows for word in words(text)}
    lines = [re.findall(r"<word [^>]*>(.*?)</word>", line) for line in re.findall(r"<line .*?</line>", pages, re.S)]
    lines = [[html.unescape(word).replace("\u2010", "-").replace("\u00ad", "-") for word in line] for line in lines if line]
    found = []
    for index, line in enumerate(lines):
        if not line[-1].endswith("-") or len(line[-1]) < 3:
            continue
        for following in lines[index + 1 : index + 5]:
            whole = "".join(words(line[-1][:-1] + following[0]))
            hyphenated = "".join(words(line[-1] + following[0]))
            if whole in have:
                found.append(("soft", whole))
                break
            if hyphenated in have:
                found.append(("hard", hyphenated))
                break
    return found


DOCUMENTS = {
    "ferry-latex": ("latex", lambda s, b, out: latex(s, b, out, 2, "a5paper")),
    "ferry-libreoffice": ("libreoffice", lambda s, b, out: fodt(s, b, out, 1)),
    "ferry-groff": ("groff", groff),
    "bakehouse-latex": ("latex", lambda s, b, out: latex(s, b, out, 1, "a5paper")),
    "bakehouse-libreoffice": ("libreoffice", lambda s, b, out: fodt(s, b, out, 2)),
    "bakehouse-chromium": ("chromium", lambda s, b, out: page(s, b, out, 2)),
    "schreiner-libreoffice": ("libreoffice", lambda s, b, out: fodt(s, b, out, 2)),
    "schreiner-chromium": ("chromium", lambda s, b, out: page(s, b, out, 1, "105mm 148mm")),
}


def main():
    os.makedirs(OUT, exist_ok=True)
    for name in sys.argv[1:] or DOCUMENTS:
        producer, render = DOCUMENTS[name]
        settings, blocks = read(name.split("-")[0])
        out = os.path.join(OUT, name + ".pdf")
        render(settings, blocks, out)
        rows = truth(settings, blocks, out, producer)
        with open(out[:-4] + ".truth", "w", encoding="utf-8") as file:
            file.write("".join("%s\t%s\n" % row for row in rows))
        print(out, os.path.getsize(out), sum(kind == "soft" for kind, _ in rows), sum(kind == "hard" for kind, _ in rows))


main()
