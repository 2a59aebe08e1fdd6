"""Consent and declarations by a personal link, which only the candidate's own mailbox gets (domain.md 2.2.3).

Only the keyed hash of the token is kept. A wrong number counts and is answered, not refused: a refusal would roll the
count back with everything else.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists import consents, cure
from candidacy.domain.lists.editing import with_candidate
from candidacy.domain.lists.model import Candidate, CandidateId, CandidateList, Declarations
from candidacy.domain.subjects.authority import Act
from candidacy.keys import keys_of, settings_of
from candidacy.service.lists import own
from candidacy.service.lists_common import Actor, election_of, kept, refuse_if_any, subject_actor, tell
from candidacy.store import consents as links
from candidacy.store import lists as store
from candidacy.store.consents import StoredLink
from commons.auth import Principal
from commons.ids import new_id
from commons.outbox import request_mail
from commons.problems import Conflict, NotFound
from elections.procedure import Defect
from elections.texts import language_of

TRIES = 5
"""Wrong numbers after which a link is dead [design]."""
CANDIDATE = Actor("personal-link", "CANDIDATE")


async def ask(
    session: AsyncSession, who: Principal, id: UUID, version: int, candidate_ids: Sequence[UUID], *, now: datetime
) -> CandidateList:
    """A link to each mailbox; who has none consents on paper. An earlier link of the same candidate is dead."""
    of = await own(session, who, id, Act.DRAFT, now, version=version)
    if of.status not in consents.ASKABLE:
        raise Conflict("list.not_possible", {"status": of.status, "action": "ASK_CONSENT"})
    chosen = [each for each in of.running if each.id in set(candidate_ids)]
    refuse_if_any("consent.cannot_ask", [*_cannot_be_asked(chosen)])
    election = await election_of(session, of)
    asked = of
    for each in chosen:
        token = secrets.token_urlsafe(32)
        link = StoredLink(new_id(), each.id, of.id, consents.Link(consents.ends(now, election)))
        await links.forget(session, each.id)
        await links.add(session, link, token, by=who.account, at=now)
        await request_mail(
            session,
            account=None,
            template="candidate.consent",
            language=language_of(who.locale),
            params={"term": link.link.expires_at.isoformat()},
            link=f"{settings_of(session).public_origin}/consent#{token}",
            sealed_address=keys_of(session).mail_address(each.person.email),
        )
        asked = with_candidate(asked, consents.asked(each))
    saved = await kept(session, asked, of, election, now)
    details = {"candidates": [str(each.id) for each in chosen]}
    await tell(session, saved, by=subject_actor(who), at=now, action="ASK_CONSENT", details=details)
    return saved


def _cannot_be_asked(chosen: Sequence[Candidate]) -> list[Defect]:
    if not chosen:
        return [Defect("field.required", "candidates")]
    fields = ("email", "jmb")
    return [
        Defect("field.required", f"{cure.path_of(each.id)}.{field}")
        for each in chosen
        for field in fields
        if not each.person.value(field)
    ]


@dataclass(frozen=True, slots=True)
class Opened:
    link: StoredLink
    of: CandidateList
    candidate: Candidate


async def opened(session: AsyncSession, token: str, *, now: datetime) -> Opened:
    """What the link is for; a token that nobody made and one that is dead are both nothing."""
    found = await links.by_token(session, token)
    # The list first, as whoever asks again locks it.
    of = await store.candidate_list(session, found.list_id, lock=True)
    link = await links.by_token(session, token, lock=True)
    candidate = of.candidate(CandidateId(link.candidate_id))
    if candidate is None:
        raise NotFound("consent.not_found")
    why = consents.cannot_open(link.link, of, candidate, now, TRIES)
    if why is not None:
        raise Conflict(why)
    return Opened(link, of, candidate)


@dataclass(frozen=True, slots=True)
class Answer:
    accepted: bool
    tries_left: int


async def answer(
    session: AsyncSession,
    token: str,
    typed_jmb: str,
    said: Declarations | None,
    *,
    account: str | None,
    now: datetime,
) -> Answer:
    """`said` None: the candidate declines. Bound to the account that is signed in, if one is."""
    seen = await opened(session, token, now=now)
    if not consents.is_the_person(seen.candidate, typed_jmb):
        tries = seen.link.link.wrong_tries + 1
        await links.count_wrong(session, seen.link.id, tries)
        return Answer(accepted=False, tries_left=TRIES - tries)
    if said is not None:
        refuse_if_any("consent.invalid", list(consents.answer_defects(said)))
    changed = consents.declined(seen.candidate) if said is None else consents.consented(seen.candidate, said)
    election = await election_of(session, seen.of)
    saved = await kept(session, with_candidate(seen.of, changed), seen.of, election, now)
    await links.use(session, seen.link, account=account, at=now)
    details = {"candidate": str(seen.candidate.id), "consent": changed.consent, "signed_in": account is not None}
    by = Actor(account, "CANDIDATE") if account else CANDIDATE
    await tell(session, saved, by=by, at=now, action="CONSENT", details=details)
    return Answer(accepted=True, tries_left=TRIES - seen.link.link.wrong_tries)
