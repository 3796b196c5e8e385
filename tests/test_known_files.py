"""Files that people have and nothing reads: one line says what each is and what to do, and nothing of what it says."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from silograph.cli import main
from silograph.loaders.files import Source
from silograph.loaders.known import known
from silograph.loaders.reading import expand

PERSONAL = ("quill", "zoe@ex.org")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
MAIL = b"From: Quill <zoe@ex.org>\nTo: bob@ex.org\nMessage-ID: <1@ex.org>\n\nhi\n"
HTML = "<html><body><table><tr><th>Name</th></tr><tr><td>Quill zoe@ex.org</td></tr></table></body></html>"


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def tarred() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("quill.eml")
        info.size = len(MAIL)
        archive.addfile(info, io.BytesIO(MAIL))
    return packed.getvalue()


def answered(path: Path, *more: str) -> str:
    """The one line that `info` answers with, without the file's name."""
    result = CliRunner().invoke(main, ["info", str(path), *more])
    assert result.exit_code == 2, result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert not any(word in lines[0].lower() for word in PERSONAL)
    return lines[0].removeprefix(f"silograph: {path.name}: ")


@pytest.mark.data
def test_a_web_page_named_xls(cases_dir: Path) -> None:
    path = cases_dir / "hr" / "html_table.xls"
    assert answered(path) == "a web page named .xls: open it and save as XLSX"
    result = CliRunner().invoke(main, ["info", str(cases_dir / "dates" / "ampm.eml"), "--people", str(path)])
    assert result.stderr == "silograph: html_table.xls: a web page named .xls: open it and save as XLSX\n"


@pytest.mark.data
def test_a_table_of_mails(cases_dir: Path) -> None:
    assert answered(cases_dir / "tables" / "enron_kaggle_emails.csv") == (
        "a table with one message per row, column message; write each of them into a file of its own (.eml), and name "
        "the folder"
    )


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.vcf", b"\xef\xbb\xbfBEGIN:VCARD\nFN:Quill\n", "address cards (.vcf); give the people as a table"),
        ("a.xls", HTML.encode(), "a web page named .xls: open it and save as XLSX"),
        ("a.csv", ("\ufeff<!-- x -->\n<!DOCTYPE html>" + HTML).encode("utf-16"), "a web page named .csv: open it and"),
        ("a.html", b"  \n<HTML>Quill", "a web page; export the data itself"),
        ("a.json", b'[{"sender": "zoe@ex.org", "recipient": "bob@ex.org"}]', "a JSON array; write one record per line"),
        ("a.json", b'\xef\xbb\xbf[\n  {\n "name": "Quill"}]', "a JSON array; write one record per line"),
        ("2024-03-04.json", b'[{"type": "message", "ts": "1", "text": "Quill"}]', "one file of a Slack export;"),
        ("a.json", b'{"@odata.context": "x", "value": [{"name": "Quill"}]}', "a page of Microsoft Graph (JSON);"),
        ("a.json", b'{\n  "name": "Quill"\n}', "a JSON document; write one record per line"),
        (
            "archive.csv",
            b"topic_title,categories,is_pm,post_raw,like_count,reply_count,url,created_at\nQuill,a,No,b,0,0,c,d\n",
            "one person's archive of Discourse; ask an administrator for the posts: docs, Sources, Discourse",
        ),
        (
            "discord.csv",
            b'AuthorID,Author,Date,Content,Attachments,Reactions\n"1","quill","2024-01-01","zoe@ex.org","",""\n',
            "a channel of Discord as CSV; export it again as JSON, which says who answers whom",
        ),
        (
            "a.bson",
            (40).to_bytes(4, "little") + b"\x02_id\0Quill" + bytes(30),
            "a file of a MongoDB dump (.bson); write it as lines of JSON: bsondump FILE.bson > FILE.json",
        ),
        ("a.pdf", b"%PDF-1.7 Quill", "a PDF; export the data as CSV or XLSX"),
        ("a.7z", b"7z\xbc\xaf\x27\x1cQuill", "a 7z archive; unpack it, and name the folder"),
        ("a.tar", tarred(), "a tar archive; unpack it, and name the folder"),
        ("a.docx", zipped(("word/document.xml", b"Quill")), "a Word document; export the data"),
        ("a.ldif", b"version: 1\n\ndn: cn=Quill,dc=ex,dc=org\nmail: zoe@ex.org\n",
         "a directory in LDIF; give it with --people"),
        ("a.zip", zipped(("mail.zip", zipped(("quill.eml", MAIL)))),
         "a zip inside a zip; unzip the outer one, and name the folder"),
        ("b.zip", zipped(("1.zip", zipped(("a.eml", MAIL))), ("2.zip", zipped(("b.eml", MAIL)))),
         "a zip inside a zip; unzip the outer one, and name the folder"),
        ("a.csv", b"source,target,weight\nQuill,Zoe,3\n",
         "a list of ties, without times; give it to silograph in Python"),
        ("a.csv", b"Source;Target;Type\nQuill;Zoe;Directed\n", "a list of ties, without times;"),
        ("a.txt", b"# ties\nquill zoe 3\nzoe bob 4\nbob quill 1\n", "a list of ties, without times;"),
        ("a.csv", b",Quill,Zoe\nQuill,0,1\nZoe,1,0\n", "a matrix of ties, without times;"),
        ("a.graphml", b'<?xml version="1.0"?>\n<!-- x -->\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
         "a graph (GraphML), without messages; read it with networkx or igraph"),
        ("a.gml", b"graph [\n  node [ id 1 label \"Quill\" ]\n]\n", "a graph (GML), without messages;"),
        ("a.csv", b"PrimaryCollaborator_PersonId,SecondaryCollaborator_PersonId,MetricDate\na,b,01/04/2023\n",
         "a person-to-person query of Viva Insights, which has ties and no messages; its ties can be read in Python"),
        ("a.csv", b"PrimaryCollaborator_Organization,SecondaryCollaborator_Organization,Hours\nQuill,Zoe,2\n",
         "a group-to-group query of Viva Insights, which has ties and no messages; its ties can be read in Python"),
        ("a.csv", b"Issue key,Summary,Status,Assignee,Created\nA-1,Quill,Open,Zoe,2024-01-01\n",
         "a list of Jira issues as they are now; export their history: /rest/api/2/search?expand=changelog"),
        ("a.csv", b"Number,Short description,Assignment group,State\nINC1,Quill,Zoe,New\n",
         "a list of ServiceNow records as they are now; export their history: the table sys_audit"),
        ("a.csv", b"Ticket ID,Subject,Group\n1,Quill,Zoe\n",
         "a list of cases as they are now; export their history, which is an object of its own"),
        ("a.csv", b"Incident ID,Status,Title,Assigned to\n1,Open,Quill,Zoe\n",
         "a list of cases as they are now; export their history, which is an object of its own"),
        ("a.csv", b"Id,Requester,Assignee,Group,Status,Created at\n1,Quill,Zoe,Desk,open,2024-01-02\n",
         "a list of cases as they are now; export their history"),
        ("a.csv", b"ID,Work Item Type,Title,Assigned To,State\n1,Bug,Quill,Zoe,New\n",
         "a list of cases as they are now; export their history"),
        ("a.csv", "ID;Titre;Statut;Attribu\u00e9 \u00e0 - Groupe de techniciens\n1;Quill;Nouveau;Zoe\n".encode(),
         "a list of cases as they are now; export their history"),
        ("a.csv", b"Ticketnummer;Titel;Queue;Besitzer;Status\n1;Quill;Netz;Zoe;offen\n",
         "a list of cases as they are now; export their history"),
        ("a.csv", "Num\u00e9ro;Ouvert;Groupe d'affectation;"
         "Affect\u00e9 \u00e0;\u00c9tat\nI1;Quill;Paie;Zoe;Clos\n".encode(),
         "a list of cases as they are now; export their history"),
        ("a.csv", b'id,body\n1,"Received: by x\nFrom: zoe@ex.org\n\nhi"\n', "a table with one message per row, column"),
    ],
)  # fmt: skip
def test_what_a_file_is(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert answered(path).startswith(expected)


def test_several_of_a_kind_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.dbx").write_bytes(b"\xcf\xad\x12\xfe" + bytes(9))
    assert answered(folder).startswith("an Outlook Express mailbox (.dbx); import it")


@pytest.mark.parametrize(
    ("name", "content", "extra"),
    [
        ("a.pst", b"!BDN" + bytes(400) + b"Quill", "pst"),
        ("a.ost", b"!BDN\1\2\3", "pst"),
        ("a.msg", OLE + "__substg1.0_0037001F".encode("utf-16-le") + b"Quill", "msg"),
        ("mail", OLE + "__properties_version1.0".encode("utf-16-le"), "msg"),
    ],
)
def test_files_of_outlook_are_no_people_file(tmp_path: Path, name: str, content: bytes, extra: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.eml").write_bytes(MAIL)
    result = CliRunner().invoke(main, ["info", str(tmp_path / "b.eml"), "--people", str(tmp_path / name)])
    assert f"read it with silograph[{extra}], or" in result.stderr


@pytest.mark.parametrize(
    "content",
    [b"", b"id,name\n1,Quill\n", b"ID,Title,Status,Team\n1,Head,Active,Quill\n", b"sent_at,source,target\n1,a,b\n",
     b"a b\nc d e\n",
     b"hello", MAIL, b'{"a": 1}\n{"a": 2}\n', b"[remark] Quill", b"<log></log>", OLE]
)  # fmt: skip
def test_what_is_not_known_stays_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    assert known(Source(tmp_path / "a").entries[0]) is None


def test_among_mail_the_reason_says_what_it_is(tmp_path: Path) -> None:
    for name, content in (
        ("1.eml", MAIL),
        ("2.eml", MAIL),
        ("in.zip", zipped(("3.eml", MAIL))),
        ("a.pst", b"!BDN1"),
    ):
        (tmp_path / name).write_bytes(content)
    packed = tmp_path / "all.zip"
    packed.write_bytes(zipped(*((path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir()))))
    said = CliRunner().invoke(main, ["info", str(packed)]).output
    assert "an Outlook data file inside a zip; unzip it, and name the folder" in said
    assert "not an e-mail: a zip inside a zip; unzip the outer one" in said


def test_beside_other_exports_the_note_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("sender,recipient,sent_at\na@x.org,b@x.org,2024-01-01\n")
    (tmp_path / "a.mbox").write_bytes(b"From x Mon Mar  4 01:00:00 2024\n" + MAIL)
    (tmp_path / "b.vcf").write_text("BEGIN:VCARD\n")
    (tmp_path / "c.ics").write_text("BEGIN:VCALENDAR\n")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert sorted(one.name for one in expand(Source(tmp_path))) == ["a.mbox", "c.ics", "table.csv"]
    assert "not recognised and left out: b.vcf (address cards (.vcf)" in str(said[0].message)
