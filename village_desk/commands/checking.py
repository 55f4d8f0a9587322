"""``check``: what is wrong with a village's records, or with those of each village of a township."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from village_desk.commands.answers import DONE, FINDINGS, answer
from village_desk.commands.opening import Seen, looking_at, sitting_at
from village_desk.commands.periods import read_quarter
from village_desk.definitions.checks import LEVELS
from village_desk.definitions.words import say
from village_desk.entry.sitting import Sitting
from village_desk.rules.months import Quarter
from village_desk.store.pictures import village_picture
from village_desk.store.reckoned.earlier import earlier
from village_desk.store.reckoned.findings import OPEN, Finding, check_day, finding_shape, village_findings
from village_desk.store.reckoned.township_checks import VillageChecked, findings_alone, township_findings


def check(options: Namespace) -> int:
    """Run the rules over the village, or each village of a township; exit 1 when something is found."""
    with sitting_at(options.book) as sitting:
        quarter = read_quarter(options.period, sitting.settings.year_mode)
        with looking_at(sitting, options.village) as seen:
            villages = township_findings(seen.reading, quarter, sitting.today) if seen.is_town else []
            findings = _everywhere(villages) if seen.is_town else _found(sitting, seen, quarter)
    counts = _counts(findings)
    document: dict[str, object] = {"period": quarter.name, "counts": counts}
    if seen.is_town:
        document["villages"] = [_village_shape(village) for village in villages]
        document["rules"] = dict(_by_rule(findings))
        document["findings"] = [
            {"village": village.code, **finding_shape(one)}
            for village in villages
            for one in village.findings
        ]
        lines = [*chain.from_iterable(map(_village_lines, villages)), *_rule_lines(findings)]
    else:
        document["findings"] = [finding_shape(finding) for finding in findings]
        lines = [_finding_line(finding) for finding in findings]
    head = say(
        "commands.check-done", period=quarter.text(), window=quarter.window.text(), **_count_words(counts)
    )
    answer(document, "\n".join([*lines, head]), as_json=options.json)
    return FINDINGS if any(finding.state == OPEN for finding in findings) else DONE


def _found(sitting: Sitting, seen: Seen, quarter: Quarter) -> list[Finding]:
    if seen.package is not None:
        return findings_alone(seen.reading, seen.package, sitting.today, quarter)
    picture = village_picture(seen.reading, seen.name)
    as_of = check_day(quarter, sitting.today)
    looked_up = earlier(seen.reading, picture.households, as_of, quarter)
    return village_findings(picture, sitting.settings, quarter, as_of, earlier=looked_up)


def _everywhere(villages: Sequence[VillageChecked]) -> list[Finding]:
    return [finding for village in villages for finding in village.findings]


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    found = Counter(finding.level for finding in findings)
    return {level: found[level] for level in LEVELS}


def _by_rule(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """How many findings each rule has, the most frequent first."""
    return Counter(finding.rule for finding in findings).most_common()


def _village_shape(village: VillageChecked) -> dict[str, object]:
    return {
        "code": village.code,
        "name": village.name,
        "counts": _counts(village.findings),
        "rules": dict(_by_rule(village.findings)),
    }


def _village_lines(village: VillageChecked) -> Iterator[str]:
    """What is found in a village, and how much that is."""
    yield from map(_finding_line, village.findings)
    yield say("commands.check-village", name=village.name, **_count_words(_counts(village.findings)))


def _rule_lines(findings: Sequence[Finding]) -> Iterator[str]:
    titles = {finding.rule: finding.title for finding in findings}
    for rule, count in _by_rule(findings):
        yield say("commands.check-rule", rule=rule, title=titles[rule], count=count)


def _finding_line(finding: Finding) -> str:
    words = (finding.rule, finding.level, finding.household_number, finding.head_name, finding.person_name)
    return " ".join([*(word for word in words if word), finding.message])


def _count_words(counts: Mapping[str, int]) -> dict[str, int]:
    return {"must": counts["必改"], "doubts": counts["疑点"], "hints": counts["提示"]}
