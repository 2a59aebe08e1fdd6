/** A draft of a voter of kind T, for tests. */
import type { CaseFragment } from '@/gql/graphql';

const FIELDS: CaseFragment['fields'] = {
  surname: 'Hodžić', name: 'Amra', previousSurname: null, parentName: null, dateOfBirth: null, sex: null, placeOfBirth: null,
  jmb: null, citizenshipBih: null, residenceMunicipality: null, residencePlace: null, residenceStreet: null, residenceHouseNo: null,
  changesVotingOption: null, abroadCountry: null, abroadCity: null, abroadStreet: null, abroadHouseNo: null, abroadPostalCode: null,
  abroadRegion: null, email: 'amra@example.org', phone: null, votingChannel: null, dcmId: null, idDocType: null, idDocNumber: null,
  idDocIssuer: null, idDocCountry: null, idDocValidUntil: null, correspondenceLanguage: 'bs', helperName: null, missingDocuments: [],
};

export function aCase(more: Partial<CaseFragment> = {}, fields: Partial<CaseFragment['fields']> = {}): CaseFragment {
  return {
    id: 'c1', version: 1, electionCode: 'DEMO', number: null, status: 'DRAFT', kind: 'T', forSelf: true, fields: { ...FIELDS, ...fields },
    defects: [], documents: [], requiredSlots: [], allowedActions: ['save'], editable: ['surname', 'name'], nextTerm: null,
    createdAt: '2026-11-20T10:00:00Z', savedAt: '2026-11-20T11:04:00Z', submittedAt: null, arrivedAt: null, formUrl: null,
    signedFormDueAt: null, signedFormReceivedAt: null, receipt: null, corrections: [], decision: null, timeline: [], messages: [],
    unreadMessages: 0, ...more,
  };
}
