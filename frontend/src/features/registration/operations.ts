/** What the voter's pages ask and do. One fragment is the whole case: every command answers with it. */
import { graphql } from '@/gql';

export const CASE_PARTS = graphql(`
  fragment DocumentParts on Document {
    id
    slot
    name
    size
    contentType
    sha256
    state
    scan
    pages
    uploadedAt
    contentUrl
    pageUrl
    superseded
  }
`);

export const CASE = graphql(`
  fragment Case on Application {
    id
    version
    electionCode
    number
    status
    kind
    forSelf
    fields {
      surname name previousSurname parentName dateOfBirth sex placeOfBirth jmb citizenshipBih
      residenceMunicipality residencePlace residenceStreet residenceHouseNo changesVotingOption
      abroadCountry abroadCity abroadStreet abroadHouseNo abroadPostalCode abroadRegion
      email phone votingChannel dcmId
      idDocType idDocNumber idDocIssuer idDocCountry idDocValidUntil
      correspondenceLanguage helperName missingDocuments
    }
    defects { code path article params warning }
    documents { ...DocumentParts }
    requiredSlots {
      slot
      name { bs hr sr en }
      required
      mayBeDeclaredMissing
      onlyIfChangingOption
      documentTypes { code name { bs hr sr en } }
      article
      maxBytes
      contentTypes
    }
    allowedActions
    editable
    nextTerm { key at explanation { bs hr sr en } }
    createdAt
    savedAt
    submittedAt
    arrivedAt
    formUrl
    signedFormDueAt
    signedFormReceivedAt
    receipt { number code arrivedAt hash pdfUrl }
    corrections {
      number
      openedAt
      dueAt
      state
      closedAt
      needsNewSignature
      cancelReason
      deficiencies { code path text oldValue mended }
    }
    decision {
      number outcome at body legalBasis reasons reasonCodes
      remedy { bs hr sr en }
      signatory servedAt appealUntil pdfUrl
    }
    timeline { at action actorRole status reason params }
    messages { id at mine from text readAt attachments { ...DocumentParts } }
    unreadMessages
  }
`);

export const LOAD_CASE = graphql(`
  query Application($id: ID!) {
    application(id: $id) { ...Case }
  }
`);

export const LOAD_FORM = graphql(`
  query ApplicationForm($election: String!) {
    applicationForm(election: $election) {
      election
      kindAnswers { refugee everHadBihDocument kind }
      kinds {
        kind
        name { bs hr sr en }
        article
        requiredFields
        idDocTypes { code name { bs hr sr en } }
        slots { slot name { bs hr sr en } required mayBeDeclaredMissing onlyIfChangingOption article documentTypes { code name { bs hr sr en } } }
      }
      countries { code name { bs hr sr en } frequent }
      municipalities { key nameLatn nameCyrl group }
      missions { id name { bs hr sr en } country }
      privacyNoticeVersion
      maxTotalBytes
      closesAt
      signedFormDueAt
      isOpen
    }
  }
`);

export const START = graphql(`
  mutation StartApplication($election: String!, $forSelf: Boolean!, $kind: String, $key: String!) {
    startApplication(election: $election, forSelf: $forSelf, kind: $kind, idempotencyKey: $key) {
      __typename
      ... on Application { id }
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const SAVE = graphql(`
  mutation SaveApplication($id: ID!, $version: Int!, $kind: String, $fields: ApplicationFieldsInput!) {
    saveApplication(id: $id, version: $version, kind: $kind, fields: $fields) {
      __typename
      ...Case
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const SUBMIT = graphql(`
  mutation SubmitApplication($id: ID!, $version: Int!, $accuracy: Boolean!, $notice: String!, $key: String!) {
    submitApplication(id: $id, version: $version, declarationAccuracy: $accuracy, privacyNoticeVersion: $notice, idempotencyKey: $key) {
      __typename
      ...Case
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const RESUBMIT = graphql(`
  mutation ResubmitApplication($id: ID!, $version: Int!, $key: String!) {
    resubmitApplication(id: $id, version: $version, idempotencyKey: $key) {
      __typename
      ...Case
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const WITHDRAW = graphql(`
  mutation WithdrawApplication($id: ID!, $version: Int!, $key: String!) {
    withdrawApplication(id: $id, version: $version, idempotencyKey: $key) {
      __typename
      ...Case
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const OPEN_UPLOAD = graphql(`
  mutation OpenUpload($id: ID!, $slot: String!, $name: String!, $size: Int!, $contentType: String!, $sha256: String!, $key: String!) {
    openUpload(applicationId: $id, slot: $slot, name: $name, size: $size, contentType: $contentType, sha256: $sha256, idempotencyKey: $key) {
      __typename
      ... on UploadSlot { documentId url fields expiresAt }
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const COMPLETE_UPLOAD = graphql(`
  mutation CompleteUpload($documentId: ID!) {
    completeUpload(documentId: $documentId) {
      __typename
      ...Case
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const REMOVE_DOCUMENT = graphql(`
  mutation RemoveDocument($documentId: ID!) {
    removeDocument(documentId: $documentId) {
      __typename
      ...Case
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const SEND_MESSAGE = graphql(`
  mutation SendMessage($id: ID!, $text: String!, $attachments: [ID!]!, $key: String!) {
    sendMessage(applicationId: $id, text: $text, attachmentIds: $attachments, idempotencyKey: $key) {
      __typename
      ... on Message { id }
      ... on Problem { code params traceId defects { code path article params warning } }
    }
  }
`);

export const MARK_READ = graphql(`
  mutation MarkMessagesRead($id: ID!) {
    markMessagesRead(applicationId: $id) {
      __typename
      ... on Done { ok }
      ... on Problem { code }
    }
  }
`);
