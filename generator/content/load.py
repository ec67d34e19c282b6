"""Read everything under content/; report every problem at once, or give back one validated value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from generator.content import schemas, text
from generator.content.facts import Facts, read_facts, read_sources
from generator.content.model import Campaign, Content, Fact, Office, Page, Source
from generator.content.yamlfile import Yaml, parse_yaml, strings
from generator.errors import Problem, Where, stop_on
from generator.messages import _

Kind = Literal["topic", "handout", "campaign"]
OFFICE_CONTACTS = ("hotline", "wechat", "qq", "complaint")


def load_content(root: Path) -> Content:
    """Everything under root/content. Raises ProblemsFound with every problem of every file."""
    problems: list[Problem] = []
    folder = root / "content"
    sources, facts = _read_ledger(folder, root, problems)
    content = Content(
        root=root,
        sources=sources,
        facts=facts,
        topics=tuple(sorted(_read_pages(folder / "topics", root, "topic", problems), key=lambda page: (page.front.get("order", 999), page.slug))),
        handouts=_read_pages(folder / "handouts", root, "handout", problems),
        campaigns=tuple(_read_campaigns(folder / "campaigns", root, problems)),
        offices={office.slug: office for office in _read_offices(folder / "offices", root, problems)},
    )
    problems.extend(_page_problems(content))
    stop_on(problems)
    return content


def read_text(path: Path, root: Path, problems: list[Problem]) -> str | None:
    """A file of ours as text; what is not UTF-8 is a problem, a BOM is not."""
    name = path.relative_to(root).as_posix()
    try:
        data = path.read_bytes().decode("utf-8-sig")
    except OSError:
        problems.append(Problem(Where(name), "file-missing", _("there is no such file")))
        return None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(Where(name, line), "file-encoding", _("this file is not UTF-8"), _("save it again as UTF-8")))
        return None
    return data.replace("\r\n", "\n")


def _read_yaml(path: Path, root: Path, schema: schemas.Schema, problems: list[Problem]) -> Yaml | None:
    source = read_text(path, root, problems)
    if source is None:
        return None
    document, found = parse_yaml(source, path.relative_to(root).as_posix(), schema)
    problems.extend(found)
    return None if found else document


def _read_ledger(folder: Path, root: Path, problems: list[Problem]) -> tuple[dict[str, Source], dict[str, Fact]]:
    sources_file = _read_yaml(folder / "sources.yml", root, schemas.SOURCES, problems)
    facts_file = _read_yaml(folder / "facts.yml", root, schemas.FACTS, problems)
    sources = read_sources(sources_file) if sources_file else {}
    found: list[Problem] = []
    facts = read_facts(facts_file, sources, found) if facts_file else {}
    # Without the sources each fact would be accused of citing none.
    problems.extend(problem for problem in found if sources_file or problem.id != "fact-source")
    return sources, facts


def read_page(path: Path, root: Path, kind: Kind, slug: str, problems: list[Problem]) -> Page | None:
    """A Markdown file with YAML front matter between two lines of ---."""
    source = read_text(path, root, problems)
    name = path.relative_to(root).as_posix()
    if source is None:
        return None
    head, separator, body = source.removeprefix("---\n").partition("\n---\n")
    if not source.startswith("---\n") or not separator:
        problems.append(Problem(Where(name, 1), "front-matter", _("the file does not begin with front matter between two lines of ---")))
        return None
    document, found = parse_yaml(head, name, schemas.PAGES[kind], first_line=2)
    problems.extend(found)
    if found:
        return None
    front: Mapping[str, Any] = document.data
    return Page(
        kind=kind,
        slug=slug,
        title=front["title"],
        summary=front.get("summary", ""),
        front=front,
        body=body,
        body_line=head.count("\n") + 4,
        path=path,
        where=Where(name),
        title_where=document.where("title"),
    )


def _read_pages(folder: Path, root: Path, kind: Kind, problems: list[Problem]) -> tuple[Page, ...]:
    pages = (read_page(path, root, kind, path.stem, problems) for path in sorted(folder.glob("*.md")))
    return tuple(page for page in pages if page)


def _read_campaigns(folder: Path, root: Path, problems: list[Problem]) -> Iterator[Campaign]:
    for path in sorted(folder.glob("*/campaign.yml")):
        document = _read_yaml(path, root, schemas.CAMPAIGN, problems)
        if document is None:
            continue
        data, slug = document.data, path.parent.name
        texts = [read_page(path.parent / f"{item}.md", root, "campaign", f"{slug}-{item}", problems) for item in data["items"]]
        yield Campaign(
            slug=slug,
            name=data["name"],
            goals=strings(data["goals"]),
            audience=strings(data["audience"]),
            season=(data["season"]["from"], data["season"]["until"]),
            items=strings(data["items"]),
            texts=tuple(page for page in texts if page),
            front=data,
            where=document.where(),
        )


def _read_offices(folder: Path, root: Path, problems: list[Problem]) -> Iterator[Office]:
    for path in sorted(folder.glob("*.yml")):
        document = _read_yaml(path, root, schemas.OFFICE, problems)
        if document:
            data = document.data
            yield Office(
                slug=path.stem,
                name=data["name"],
                region=data["region"],
                contacts={name: str(value) for name, value in data["contacts"].items()},
                counters=tuple(data.get("counters", ())),
                dates=data.get("dates", {}),
                sample=data.get("sample", False),
                where=document.where(),
            )


def _page_problems(content: Content) -> Iterator[Problem]:
    """What can be said of the pages without knowing the day."""
    ids: dict[str, frozenset[str]] = {}
    slugs: dict[str, Page] = {}
    for page in content.pages():
        lines, problems = text.read_lines(page.body, page.body_line, page.where.path)
        yield from problems
        yield from text.heading_problems(lines, page.where.path)
        if page.slug in slugs:
            yield Problem(page.where, "page-duplicate", _("{other} has the same name").format(other=slugs[page.slug].where.path))
        slugs[page.slug] = page
        ids[page.slug] = frozenset(heading.id for heading in text.headings(lines))
        for line in (*_front_lines(page), *lines):
            yield from _placeholder_problems(line, page, content.facts)
    topics = {page.slug for page in content.topics}
    for page in content.pages():
        lines, _problems = text.read_lines(page.body, page.body_line, page.where.path)
        for number, column, target in text.links(lines):
            file, _hash, anchor = target.partition("#")
            slug = file.removesuffix(".md") if file else page.slug
            where = Where(page.where.path, number, column)
            if file and (not file.endswith(".md") or slug not in topics):
                yield Problem(where, "link-page", _("there is no page {target}").format(target=file))
            elif anchor and anchor not in ids[slug]:
                yield Problem(where, "link-section", _("there is no section {anchor} in {file}").format(anchor=anchor, file=slugs[slug].where.path))
        topic = page.front.get("topic")
        if topic and topic not in topics:
            yield Problem(page.where, "link-page", _("there is no page {target}").format(target=topic))


def _front_lines(page: Page) -> Iterator[text.Line]:
    """The strings of the front matter that are shown to readers; titles know their line."""
    yield text.Line(page.title_where.line, page.title, None)
    yield text.Line(page.title_where.line, page.summary, None)


def _placeholder_problems(line: text.Line, page: Page, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    for column in text.broken_placeholders(line.text):
        yield Problem(Where(page.where.path, line.number, column), "placeholder", _("these braces hold no placeholder"), _("write {{ fact.key }} or {{ fact.key:form }}"))
    keys = [(column, key, form) for column, key, form in text.placeholders(line.text)]
    if line.when:
        keys.append((0, line.when[0], ""))
    for column, key, form in keys:
        where = Where(page.where.path, line.number, column)
        group, _dot, field = key.partition(".")
        if group == "office":
            if field not in text.OFFICE_FIELDS:
                yield Problem(where, "office-unknown", _("an office has no {field}").format(field=field))
        elif key not in facts:
            yield Problem(where, "fact-unknown", _("there is no fact {key}").format(key=key), _("the facts stand in content/facts.yml"))
        elif facts[key].unit == "rule" and form != "cite" and column:
            yield Problem(where, "fact-rule", _("{key} is a rule and has no value to print").format(key=key), _("cite it: {{ {key}:cite }}").replace("{key}", key))
        if form and form not in text.FORMS:
            yield Problem(where, "placeholder-form", _("there is no form {form}").format(form=form))


def day_problems(content: Content, facts: Facts) -> list[Problem]:
    """What is wrong with the pages on a day: facts that have no value then, or should have been looked at again."""
    problems: list[Problem] = []
    for page in content.pages():
        lines, _problems = text.read_lines(page.body, page.body_line, page.where.path)
        for line in (*_front_lines(page), *lines):
            if line.when and not line.when[0].startswith("office.") and facts.has(line.when[0]) is not line.when[1]:
                continue
            for column, key, _form in text.placeholders(line.text):
                where = Where(page.where.path, line.number, column)
                if key.startswith("office."):
                    continue
                if not facts.has(key):
                    problems.append(Problem(where, "fact-expired" if _ended(content.facts[key], facts.day) else "fact-no-value",
                        _("{key} has no value on {day}").format(key=key, day=facts.day),
                        _("add a value to content/facts.yml, or put the text between <!-- if {key} --> and <!-- endif -->").format(key=key)))  # fmt: skip
                elif facts.stale(key):
                    value = facts.values[key]
                    problems.append(Problem(where, "fact-review",
                        _("{key} was to be looked at again by {day}").format(key=key, day=value.review_by),
                        _("ask the source at {place}, then move `review_by`").format(place=value.where)))  # fmt: skip
    return problems


def _ended(fact: Fact, day: date) -> bool:
    last = fact.values[-1].end
    return last is not None and last < day
