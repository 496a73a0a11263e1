"""Reports and explanations made by hand, for tests of how they are shown and of their schemas."""

from __future__ import annotations

from datetime import date, time

from etiquette.diagnostics import Diagnostic, Location
from etiquette.explanation import ActionExplained, Change, ConditionLine, Explanation, RuleExplained
from etiquette.facts import NONE, Message, Step
from etiquette.model import Action, Channel, Concept, PackId, Recipient, Rule, Source
from etiquette.report import (
    AssumptionUsed,
    Conflict,
    Decision,
    Finding,
    MessagePlan,
    Question,
    Report,
    Suggestion,
    Way,
)
from etiquette.ruleset import Ruleset
from etiquette.vocabulary import read_vocabulary

__all__ = ["CONFLICT", "DIAGNOSTIC", "EXPLANATION", "PLAN", "PROMISED", "REPORT", "RULESET", "TODAY", "WAIT"]

TODAY = date(2026, 11, 23)
PACK = PackId("letters", "1.2.0", "sha256:0f3a5c")
PLACE = Location("rules/letters.yaml", 12, 5)
WAIT = Rule(
    "replies/wait-two-weeks",
    "Give it two weeks",
    "letters",
    actions=("ask_again",),
    modality="may",
    because="Two weeks is what a busy office takes.",
    source=Source("handbook", "Waiting", ("W1",)),
    location=PLACE,
    changed_by=("my-layer",),
)
PROMISED = Rule("replies/promised", "A promise has its day", "letters", actions=("ask_again",))
RULESET = Ruleset(
    packs=(PACK,),
    rules=(PROMISED, WAIT),
    vocabulary=read_vocabulary(
        {
            "properties": {
                "talk": {
                    "properties": {"date": {"type": "string", "format": "date", "title": "Day of the talk"}}
                },
                "office": {
                    "properties": {
                        "promised": {"type": "string", "format": "date", "title": "the day they promised"},
                        "likes": {"type": "string", "x-words": "channels", "title": "What they like"},
                    }
                },
            }
        }
    ),
    actions={
        each.id: each
        for each in (
            Action("say_thanks", "Say thanks", "after"),
            Action("ask_again", "Ask again", "after"),
            Action("drop_by", "Drop by", "after"),
            Action("talk_weather", "Talk about the weather", "after", silent="Nobody minds."),
        )
    },
    channels={
        "email": Channel("email", "email", phrase="by email"),
        "phone": Channel("phone", "phone", medium="spoken"),
        "card": Channel("card", "card", phrase="with a card"),
    },
    recipients={
        "host": Recipient("host", "your host", phrase="to your host"),
        "desk": Recipient("desk", "the desk"),
    },
    carriers={
        "direct": Recipient("direct", "you", phrase="directly"),
        "agent": Recipient("agent", "your agent", phrase="through your agent"),
    },
    concepts={
        "thanks": Concept("thanks", "thanks for their time"),
        "interest": Concept("interest", "your interest"),
        "urgency": Concept("urgency", "any urgency"),
        "anecdote": Concept("anecdote", "something you both laughed about"),
        "news": Concept("news", "your news"),
    },
)
MESSAGE = MessagePlan(
    must=("thanks",),
    should=("interest",),
    may=("anecdote",),
    avoid=("urgency",),
    first="thanks",
    limits=(("words", 150),),
    subject="required",
    gave_way=("news",),
)
SHORT = MessagePlan(
    must=("thanks",), avoid=("urgency",), first="thanks", limits=(("lines", 1), ("words", 150))
)
WAYS = (
    Way("email", "host", "direct", date(2026, 11, 20), date(2026, 11, 24), None, None, None, MESSAGE),
    Way(
        "phone",
        "host",
        "direct",
        date(2026, 11, 20),
        date(2026, 11, 24),
        None,
        (time(8), time(20)),
        (1, 2, 3, 4, 5),
        SHORT,
    ),
)
THANKS = Decision(
    "say_thanks",
    "Say thanks",
    "due",
    "must",
    not_before=date(2026, 11, 20),
    ideally_by=date(2026, 11, 24),
    channels=("email", "phone"),
    recipients=("host",),
    via=("direct",),
    message=MESSAGE,
    remaining=("Ann Lee", "Bob Roe"),
    rules=("thanks/promptly",),
    ways=WAYS,
    because=("It keeps you in mind.", "It costs them nothing."),
    preferences_set_aside=("thanks/by-card prefers a card.",),
)
ASK = Decision(
    "ask_again",
    "Ask again",
    "not_yet",
    "may",
    not_before=date(2026, 12, 5),
    opens_on=date(2026, 12, 8),
    channels=("email", "phone"),
    recipients=("host", "desk"),
    via=("direct", "agent"),
    rules=("replies/wait-two-weeks",),
    because=("Two weeks is what a busy office takes.",),
)
PLAN = (
    THANKS,
    ASK,
    Decision("drop_by", "Drop by", "forbidden", "must_not", because=("It puts them on the spot.",)),
    Decision("talk_weather", "Talk about the weather", "unaddressed", reason="Nobody minds."),
    Decision(
        "accept",
        "Accept",
        "undetermined",
        undetermined=("modality", "window"),
        depends_on=("office.promised",),
        reason="This depends on something that isn't known yet.",
    ),
    Decision("introduce", "Introduce yourself", "done"),
)
SUGGESTION = Suggestion(
    "by email to your host, on Tuesday 8 December",
    Step("ask_again", date(2026, 12, 8), channel="email", to="host"),
)
STEP = Step(
    "ask_again",
    date(2026, 11, 27),
    time(9),
    "card",
    "host",
    "direct",
    "Ann Lee",
    Message("Well?", NONE, {"words": 1}, frozenset({"urgency"})),
)
FINDINGS = (
    Finding(
        "replies/wait-two-weeks",
        "error",
        "day",
        "Give it two weeks: Friday 27 November, where it should be from Tuesday 8 December.",
        "Friday 27 November",
        "from Tuesday 8 December",
        SUGGESTION,
        "Two weeks is what a busy office takes.",
        WAIT.source,
        Location("facts.yaml", 7, 9),
    ),
    Finding(
        "tone/review",
        "note",
        "message.says",
        "This sounds curt.",
        "",
        "",
        reviewer="tone",
    ),
)
DIAGNOSTIC = Diagnostic(
    "E201",
    "There is no key `offce` here.",
    "Did you mean office?",
    Location("facts.yaml", 3, 1, 6),
    excerpt=((3, "offce:"),),
    related=(Location("facts.yaml", 9),),
)
CONFLICT = Conflict(
    "ask_again",
    "modality",
    "The rules contradict each other about “Ask again”: one says must, the other must not.",
    ("replies/wait-two-weeks", "mine/at-once"),
    (PLACE, None),
)
REPORT = Report(
    TODAY,
    "America/New_York",
    (PACK,),
    PLAN,
    STEP,
    FINDINGS,
    (Question("office.promised", "Did they name a day?", ("ask_again",), ("office.likes",)),),
    (
        AssumptionUsed("office.likes", "email", "What they like", ("ask_again",)),
        AssumptionUsed("timezone", "America/New_York"),
    ),
)
EXPLANATION = Explanation(
    TODAY,
    (PACK,),
    "ask_again",
    (
        ActionExplained(
            ASK,
            (
                RuleExplained(
                    WAIT,
                    "in_effect",
                    (
                        ConditionLine(0, "any of", True),
                        ConditionLine(
                            1,
                            "office.promised is given",
                            False,
                            "none",
                            "given",
                            "office.promised",
                            assumed=True,
                        ),
                        ConditionLine(1, "talk.date is known", True, "2026-11-20", "known", "talk.date"),
                    ),
                    ("may", "not before Saturday 5 December (talk.date + 15 days)"),
                    by=("replies/promised",),
                    aspects_out=("hours",),
                ),
                RuleExplained(
                    PROMISED,
                    "undetermined",
                    (ConditionLine(0, "office.likes is email", None, "not known", "email", "office.likes"),),
                ),
                RuleExplained(PROMISED, "outweighed", by=("replies/wait-two-weeks",)),
                RuleExplained(PROMISED, "overridden", by=("replies/wait-two-weeks",)),
                RuleExplained(PROMISED, "does_not_apply"),
            ),
            (
                Change("from Tuesday 8 December it is open", date(2026, 12, 8)),
                Change("if they had replied, it would be done", fact="office.promised"),
            ),
        ),
    ),
)
