/** What the office asks and does. Every mutation answers with the whole case, so that a page shows one state. */
import { graphql } from '@/gql';

graphql(`
  fragment OfficeCase on OfficeApplication {
    id version electionCode number status kind forSelf
    fields {
      surname name previousSurname parentName dateOfBirth sex placeOfBirth jmb citizenshipBih
      residenceMunicipality residencePlace residenceStreet residenceHouseNo changesVotingOption
      abroadCountry abroadCity abroadStreet abroadHouseNo abroadPostalCode abroadRegion
      email phone votingChannel dcmId idDocType idDocNumber idDocIssuer idDocCountry idDocValidUntil
      correspondenceLanguage helperName missingDocuments
    }
    documents { id slot name size contentType sha256 state scan pages uploadedAt contentUrl pageUrl superseded }
    flags { code params otherCases { id number status } }
    assignee assignedToMe assignedUntil allowedActions
    nextTerm { key at explanation { bs hr sr en } }
    submittedAt arrivedAt late signedFormReceivedAt signedFormChannel formMatch signatureUrl idPictureUrl
    register { state voterStatus differences municipality age18OnElectionDay checkedAt }
    checklist { key name { bs hr sr en } article results required result note by at }
    corrections {
      number openedAt dueAt state closedAt needsNewSignature cancelReason
      deficiencies { code path text oldValue mended }
    }
    proposal { outcome reasonCodes reasons by byMe at }
    sentBack { outcome reasonCodes reasons by at sentBackBy sentBackAt because }
    supersedeProposal { outcome reasonCodes reasons by byMe at }
    decision { number outcome at body legalBasis reasons reasonCodes signatory servedAt appealUntil pdfUrl }
    messages { id at mine from text readAt attachments { id name contentUrl } }
    history { seq at actor actorRole action reason params hash }
    historyIntact mailBounced
  }
`);

graphql(`
  fragment OfficeRefusal on Problem {
    code params traceId retryAfter
    defects { code path article params warning }
  }
`);

export const QUEUE = graphql(`
  query OfficeQueue($filter: QueueFilter!, $first: Int!, $after: String) {
    officeQueue(filter: $filter, first: $first, after: $after) {
      total
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id number status kind applicantName country votingChannel submittedAt assignee assignedToMe flags
          daysLeft unreadMessages
          nextTerm { key at }
        }
      }
    }
  }
`);

export const COUNTS = graphql(`
  query OfficeCounts {
    officeCounts { mine unassigned all toDecide flagged late }
  }
`);

export const CASE = graphql(`
  query OfficeCase($id: ID!) {
    officeApplication(id: $id) { ...OfficeCase }
  }
`);

export const FORM = graphql(`
  query OfficeForm($election: String!) {
    applicationForm(election: $election) {
      election
      countries { code name { bs hr sr en } }
      municipalities { key nameLatn nameCyrl }
      missions { id name { bs hr sr en } }
      kinds { kind name { bs hr sr en } deficiencyCodes refusalGrounds slots { slot name { bs hr sr en } } idDocTypes { code name { bs hr sr en } } }
      deficiencyCodes { code name { bs hr sr en } }
    }
  }
`);

export const SESSIONS = graphql(`
  query OfficeSessions($after: String) {
    commissionSessions(first: 20, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id number heldAt agenda members present quorum
          items { applicationId applicationNumber outcome votesFor votesAgainst problem { code params } }
        }
      }
    }
  }
`);

export const TAKE = graphql(`
  mutation OfficeTake($id: ID!, $version: Int!) {
    takeApplication(id: $id, version: $version) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const RELEASE = graphql(`
  mutation OfficeRelease($id: ID!, $version: Int!) {
    releaseApplication(id: $id, version: $version) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const SIGNED_FORM = graphql(`
  mutation OfficeSignedForm(
    $id: ID!, $version: Int!, $channel: String!, $receivedAt: DateTime!, $postmark: Date, $documentId: ID, $key: String!
  ) {
    registerSignedForm(
      id: $id, version: $version, channel: $channel, receivedAt: $receivedAt, postmark: $postmark,
      documentId: $documentId, idempotencyKey: $key
    ) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const MATCH = graphql(`
  mutation OfficeMatch($id: ID!, $version: Int!) {
    matchSignedForm(id: $id, version: $version) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const RETURN = graphql(`
  mutation OfficeReturn($id: ID!, $version: Int!, $deficiencies: [DeficiencyInput!]!, $key: String!) {
    returnApplication(id: $id, version: $version, deficiencies: $deficiencies, idempotencyKey: $key) {
      __typename ...OfficeCase ...OfficeRefusal
    }
  }
`);

export const CANCEL_CORRECTION = graphql(`
  mutation OfficeCancelCorrection($id: ID!, $version: Int!, $reason: String!) {
    cancelCorrection(id: $id, version: $version, reason: $reason) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const CHECKLIST = graphql(`
  mutation OfficeChecklist($id: ID!, $version: Int!, $items: [ChecklistInput!]!) {
    saveChecklist(id: $id, version: $version, items: $items) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const PROPOSE = graphql(`
  mutation OfficePropose(
    $id: ID!, $version: Int!, $outcome: String!, $reasonCodes: [String!]!, $reasons: String!, $key: String!
  ) {
    proposeDecision(
      id: $id, version: $version, outcome: $outcome, reasonCodes: $reasonCodes, reasons: $reasons, idempotencyKey: $key
    ) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const SEND_BACK = graphql(`
  mutation OfficeSendBack($id: ID!, $version: Int!, $reason: String!) {
    sendBackProposal(id: $id, version: $version, reason: $reason) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const DECIDE = graphql(`
  mutation OfficeDecide($id: ID!, $version: Int!, $key: String!) {
    decideApplication(id: $id, version: $version, idempotencyKey: $key) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);

export const PROPOSE_SUPERSEDE = graphql(`
  mutation OfficeProposeSupersede($id: ID!, $version: Int!, $reasons: String!, $key: String!) {
    proposeSupersede(id: $id, version: $version, reasons: $reasons, idempotencyKey: $key) {
      __typename ...OfficeCase ...OfficeRefusal
    }
  }
`);

export const DECIDE_SUPERSEDE = graphql(`
  mutation OfficeDecideSupersede($id: ID!, $version: Int!, $agree: Boolean!, $reason: String, $key: String!) {
    decideSupersede(id: $id, version: $version, agree: $agree, reason: $reason, idempotencyKey: $key) {
      __typename ...OfficeCase ...OfficeRefusal
    }
  }
`);

export const SEND_MESSAGE = graphql(`
  mutation OfficeSendMessage($id: ID!, $text: String!, $attachments: [ID!]!, $key: String!) {
    sendOfficeMessage(applicationId: $id, text: $text, attachmentIds: $attachments, idempotencyKey: $key) {
      __typename
      ... on Message { id }
      ...OfficeRefusal
    }
  }
`);

export const MARK_READ = graphql(`
  mutation OfficeMarkRead($id: ID!) {
    markOfficeMessagesRead(applicationId: $id) { __typename ...OfficeRefusal }
  }
`);

export const HOLD_SESSION = graphql(`
  mutation OfficeHoldSession(
    $number: String!, $heldAt: DateTime!, $agenda: String!, $members: Int!, $present: Int!,
    $votesFor: Int!, $votesAgainst: Int!, $applicationIds: [ID!]!, $key: String!
  ) {
    holdCommissionSession(
      number: $number, heldAt: $heldAt, agenda: $agenda, members: $members, present: $present,
      votesFor: $votesFor, votesAgainst: $votesAgainst, applicationIds: $applicationIds, idempotencyKey: $key
    ) {
      __typename
      ... on CommissionSession {
        id number quorum
        items { applicationId applicationNumber outcome problem { code params } }
      }
      ...OfficeRefusal
    }
  }
`);

export const OPEN_UPLOAD = graphql(`
  mutation OfficeOpenUpload(
    $id: ID!, $slot: String!, $name: String!, $size: Int!, $contentType: String!, $sha256: String!, $key: String!
  ) {
    openOfficeUpload(
      applicationId: $id, slot: $slot, name: $name, size: $size, contentType: $contentType, sha256: $sha256,
      idempotencyKey: $key
    ) {
      __typename
      ... on UploadSlot { documentId url fields expiresAt }
      ...OfficeRefusal
    }
  }
`);

export const COMPLETE_UPLOAD = graphql(`
  mutation OfficeCompleteUpload($documentId: ID!) {
    completeOfficeUpload(documentId: $documentId) { __typename ...OfficeCase ...OfficeRefusal }
  }
`);
