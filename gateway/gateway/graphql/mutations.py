"""Why: every command of the portal, by who gives it. `Thing | Problem`: a refusal on the way becomes the Problem."""

import strawberry

from gateway.graphql import account_commands as account
from gateway.graphql import office_commands as office
from gateway.graphql import voter_commands as voter
from gateway.graphql.types.results import (
    ApplicationResult,
    CommissionSessionResult,
    DoneResult,
    MessageResult,
    OfficeApplicationResult,
    ReceiptCheckResult,
    UploadSlotResult,
    ViewerResult,
)


@strawberry.type
class Mutation:
    set_language: ViewerResult = strawberry.mutation(resolver=account.set_language)
    end_account_session: DoneResult = strawberry.mutation(resolver=account.end_account_session)
    end_other_account_sessions: DoneResult = strawberry.mutation(resolver=account.end_other_account_sessions)
    mark_inbox_read: DoneResult = strawberry.mutation(resolver=account.mark_inbox_read)
    mark_all_inbox_read: DoneResult = strawberry.mutation(resolver=account.mark_all_inbox_read)

    start_application: ApplicationResult = strawberry.mutation(resolver=voter.start_application)
    save_application: ApplicationResult = strawberry.mutation(resolver=voter.save_application)
    submit_application: ApplicationResult = strawberry.mutation(resolver=voter.submit_application)
    resubmit_application: ApplicationResult = strawberry.mutation(resolver=voter.resubmit_application)
    withdraw_application: ApplicationResult = strawberry.mutation(resolver=voter.withdraw_application)
    open_upload: UploadSlotResult = strawberry.mutation(resolver=voter.open_upload)
    complete_upload: ApplicationResult = strawberry.mutation(resolver=voter.complete_upload)
    remove_document: ApplicationResult = strawberry.mutation(resolver=voter.remove_document)
    send_message: MessageResult = strawberry.mutation(resolver=voter.send_message)
    mark_messages_read: DoneResult = strawberry.mutation(resolver=voter.mark_messages_read)
    check_receipt: ReceiptCheckResult = strawberry.mutation(resolver=voter.check_receipt)

    take_application: OfficeApplicationResult = strawberry.mutation(resolver=office.take_application)
    release_application: OfficeApplicationResult = strawberry.mutation(resolver=office.release_application)
    register_signed_form: OfficeApplicationResult = strawberry.mutation(resolver=office.register_signed_form)
    open_office_upload: UploadSlotResult = strawberry.mutation(resolver=office.open_office_upload)
    complete_office_upload: OfficeApplicationResult = strawberry.mutation(resolver=office.complete_office_upload)
    match_signed_form: OfficeApplicationResult = strawberry.mutation(resolver=office.match_signed_form)
    return_application: OfficeApplicationResult = strawberry.mutation(resolver=office.return_application)
    cancel_correction: OfficeApplicationResult = strawberry.mutation(resolver=office.cancel_correction)
    save_checklist: OfficeApplicationResult = strawberry.mutation(resolver=office.save_checklist)
    propose_decision: OfficeApplicationResult = strawberry.mutation(resolver=office.propose_decision)
    send_back_proposal: OfficeApplicationResult = strawberry.mutation(resolver=office.send_back_proposal)
    decide_application: OfficeApplicationResult = strawberry.mutation(resolver=office.decide_application)
    propose_supersede: OfficeApplicationResult = strawberry.mutation(resolver=office.propose_supersede)
    decide_supersede: OfficeApplicationResult = strawberry.mutation(resolver=office.decide_supersede)
    send_office_message: MessageResult = strawberry.mutation(resolver=office.send_office_message)
    mark_office_messages_read: DoneResult = strawberry.mutation(resolver=office.mark_office_messages_read)
    hold_commission_session: CommissionSessionResult = strawberry.mutation(
        resolver=office.hold_commission_session,
        description="A sitting of the commission: one vote decides many proposals of refusal.",
    )
