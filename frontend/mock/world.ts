/** What the cardboard gateway knows: a voter, an official, an open election, and cases in several states. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { applicationForm, elections, slotsOf } from './reference.ts';

let signedInAs: string | undefined;

export function session(signIn?: boolean, as = 'voter') {
  if (signIn !== undefined) signedInAs = signIn ? as : undefined;
  return { signed_in: Boolean(signedInAs), csrf: 'cardboard' };
}

const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 72"><rect width="60" height="72" fill="#fff"/><path d="M8 12h30M8 22h44M8 32h44M8 42h36" stroke="#889" stroke-width="3"/></svg>';

export function answerFile(request: IncomingMessage, response: ServerResponse, path: string): void {
  request.resume();
  if (path.startsWith('/files/')) response.statusCode = 204;
  else response.setHeader('Content-Type', 'image/svg+xml');
  request.on('end', () => response.end(path.startsWith('/files/') ? undefined : PICTURE));
}

const viewer = () =>
  signedInAs && {
    __typename: 'Viewer',
    account: 'a'.repeat(32),
    email: 'amra@example.org',
    emailVerified: true,
    name: 'Amra Hodžić',
    language: 'bs',
    roles: signedInAs === 'official' ? [{ role: 'CEC_REG_REVIEWER', unit: null, election: null }] : [],
    isOfficial: signedInAs === 'official',
    secondFactor: true,
    unreadInbox: 2,
  };

const REQUIRED = [
  'surname name parentName dateOfBirth sex placeOfBirth jmb citizenshipBih residenceMunicipality abroadCountry abroadCity',
  'abroadStreet abroadHouseNo abroadPostalCode email votingChannel idDocType idDocNumber idDocIssuer idDocCountry idDocValidUntil correspondenceLanguage',
].flatMap((line) => line.split(' '));

type Fields = Record<string, unknown>;
const EMPTY: Fields = Object.fromEntries(
  [...REQUIRED, 'previousSurname', 'residencePlace', 'residenceStreet', 'residenceHouseNo', 'changesVotingOption', 'abroadRegion', 'phone', 'dcmId', 'helperName'].map((name) => [name, null]),
);

const FULL: Fields = {
  ...EMPTY,
  surname: 'Hodžić', name: 'Amra', parentName: 'Mirsad', dateOfBirth: '1900-01-01', sex: 'F', placeOfBirth: 'Goražde', jmb: '0101900170000',
  citizenshipBih: true, residenceMunicipality: 'ba.fbih.bpk.gorazde', abroadCountry: 'DE', abroadCity: 'Stuttgart', abroadStreet: 'Königstraße',
  abroadHouseNo: '12a', abroadPostalCode: '70173', email: 'amra@example.org', votingChannel: 'POST', idDocType: 'BIH_PASSPORT', idDocNumber: 'A1234567',
  idDocIssuer: 'GK BiH Stuttgart', idDocCountry: 'BA', idDocValidUntil: '2030-05-05', correspondenceLanguage: 'bs', missingDocuments: [],
};

interface Case extends Record<string, unknown> {
  id: string;
  version: number;
  status: string;
  kind: string | null;
  fields: Fields;
  documents: Record<string, unknown>[];
  messages: Record<string, unknown>[];
}

const now = () => new Date().toISOString();
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const says = (text: string) => ({ bs: text, hr: text, sr: text, en: text });

function document(slot: string, name = `${slot.toLowerCase()}.jpg`) {
  const id = `${slot}-${Math.round(performance.now() * 1000)}`;
  const pageUrl = `/download/registration/documents/${id}/pages/{n}.png`;
  return { id, slot, name, size: 812_345, contentType: 'image/jpeg', sha256: '0'.repeat(64), state: 'SEALED', scan: 'NOT_SCANNED', pages: 1, uploadedAt: now(), contentUrl: `/download/registration/documents/${id}/content`, pageUrl, superseded: false };
}

function defects(each: Case) {
  const missing = REQUIRED.filter((name) => each.fields[name] === null || each.fields[name] === '').map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const found = missing.map((path) => ({ code: 'field.required', path, article: '3.15(13)', params: {}, warning: false }));
  if (!each.kind) found.push({ code: 'field.required', path: 'kind', article: '3.15', params: {}, warning: false });
  for (const slot of slotsOf(each.kind)) {
    if (!each.documents.some((doc) => doc.slot === slot.slot)) found.push({ code: 'document.required', path: `documents.${slot.slot}`, article: slot.article, params: {}, warning: false });
  }
  if (typeof each.fields.jmb === 'string' && each.fields.jmb.length > 0 && each.fields.jmb.length !== 13) found.push({ code: 'jmb.length', path: 'jmb', article: '3.15(1)', params: {}, warning: false });
  return found;
}

function shown(each: Case) {
  const draft = each.status === 'DRAFT';
  return {
    __typename: 'Application',
    electionCode: 'DEMO', forSelf: true, number: null, createdAt: inDays(-3), savedAt: now(), submittedAt: draft ? null : inDays(-2), arrivedAt: draft ? null : inDays(-2),
    formUrl: '/download/registration/applications/x/form.pdf', signedFormDueAt: inDays(20), signedFormReceivedAt: null, receipt: null, corrections: [], decision: null,
    timeline: [], unreadMessages: 0, nextTerm: null, requiredSlots: slotsOf(each.kind), defects: defects(each),
    allowedActions: ['withdraw', ...(draft ? ['save', 'submit', 'upload'] : ['message'])],
    editable: draft ? [...Object.keys(EMPTY), 'kind', ...slotsOf(each.kind).map((slot) => `documents.${slot.slot}`)] : ['documents.SIGNED_FORM'],
    ...each,
  };
}

const receipt = { number: 'REG-DEMO-000123X', code: 'K7M2P9QX4T', arrivedAt: inDays(-2), hash: 'ab12'.repeat(16), signature: '', pdfUrl: '/download/registration/applications/x/receipt.pdf' };
const timeline = [
  { at: inDays(-3), action: 'START', actorRole: 'VOTER', status: 'DRAFT', reason: null, params: {} },
  { at: inDays(-2), action: 'SUBMIT', actorRole: 'VOTER', status: 'SUBMITTED', reason: null, params: {} },
  { at: inDays(-1), action: 'REGISTER_SIGNED_FORM', actorRole: 'VOTER', status: 'SIGNED_FORM_RECEIVED', reason: null, params: {} },
];
const messages = [
  { __typename: 'Message', id: 'm1', at: inDays(-1), mine: true, from: 'VOTER', text: 'Da li je dovoljna fotografija obrasca?', attachments: [], readAt: inDays(-0.9) },
  { __typename: 'Message', id: 'm2', at: inDays(-0.8), mine: false, from: 'CEC', text: 'Da, ako se vidi cijeli list i potpis.', attachments: [], readAt: null },
];
const deficiencies = [
  { code: 'ADDRESS_PROOF_MISMATCH', path: 'abroad_house_no', text: 'Kućni broj u prijavi je 12a, a na potvrdi o prijavi boravišta stoji 21a. Upišite tačan broj.', oldValue: '12a', mended: false },
  { code: 'ID_UNREADABLE', path: 'documents.ID', text: 'Potpis na pasošu se ne vidi. Fotografišite stranicu s potpisom bez odsjaja.', oldValue: 'id.jpg', mended: false },
];
const decision = {
  number: 'REG-DEMO-000123X/1', outcome: 'REJECTED', at: inDays(-1), body: 'Centralna izborna komisija BiH', legalBasis: ['EL 3.15(2)', 'EL 3.15(3)'],
  reasons: 'Dokaz o adresi nije izdao organ zemlje domaćina. Na poziv da se nedostatak otkloni nije dostavljen drugi dokaz.', reasonCodes: ['ADDRESS_PROOF_NOT_OFFICIAL'],
  remedy: says('Protiv ove odluke može se izjaviti žalba Apelacionom odjeljenju Suda BiH putem Centralne izborne komisije u roku od dva dana od prijema.'),
  signatory: 'Predsjednik', servedAt: inDays(-0.5), appealUntil: inDays(1.5), pdfUrl: '/download/registration/applications/x/decision.pdf',
};

const filed = (id: string, status: string, more: Record<string, unknown>): Case => ({
  id, version: 3, status, kind: 'T', number: 'REG-DEMO-000123X', fields: { ...FULL }, receipt, timeline,
  documents: [document('ID'), document('HOST_ADDRESS', 'meldebestaetigung.pdf')], messages: [...messages], unreadMessages: 1, ...more,
});

const cases = new Map<string, Case>(
  [
    { id: 'draft', version: 1, status: 'DRAFT', kind: 'T', fields: { ...EMPTY, surname: 'Hodžić', name: 'Amra', email: 'amra@example.org', correspondenceLanguage: 'bs', jmb: '01019001', missingDocuments: [] }, documents: [], messages: [] },
    { id: 'ready', version: 1, status: 'DRAFT', kind: 'T', fields: { ...FULL }, documents: [document('ID'), document('HOST_ADDRESS')], messages: [] },
    filed('submitted', 'SUBMITTED', {}),
    filed('review', 'UNDER_REVIEW', { nextTerm: null }),
    filed('returned', 'RETURNED', {
      corrections: [{ number: 1, openedAt: inDays(-1), dueAt: inDays(1), state: 'OPEN', closedAt: null, deficiencies, needsNewSignature: true }],
      editable: ['abroadHouseNo', 'documents.ID', 'documents.SIGNED_FORM'],
    }),
    filed('rejected', 'REJECTED', { decision }),
    filed('approved', 'APPROVED', { decision: { ...decision, outcome: 'APPROVED', reasons: '', remedy: null, appealUntil: null } }),
  ].map((each) => [each.id, each as Case]),
);

const found = (id: string) => {
  const each = cases.get(id);
  if (!each) throw new Error(`no case ${id}`);
  return each;
};
const problem = (code: string) => ({ __typename: 'Problem', code, params: {}, traceId: 'trace', retryAfter: null, defects: [] });
const connection = (nodes: unknown[]) => ({ edges: nodes.map((node, index) => ({ cursor: String(index), node })), pageInfo: { hasNextPage: false, endCursor: null } });
const uploads = new Map<string, { applicationId: string; slot: string; name: string }>();

export const rootValue = {
  viewer,
  setLanguage: () => viewer(),
  elections,
  election: ({ code }: { code: string }) => elections().find((each) => each.code === code),
  applicationForm,
  myApplications: () => connection([...cases.values()].map((each) => ({ ...shown(each), applicantName: `${String(each.fields.name ?? '')} ${String(each.fields.surname ?? '')}` }))),
  application: ({ id }: { id: string }) => (cases.has(id) ? shown(found(id)) : null),
  startApplication: ({ kind }: { kind: string }) => {
    const id = `new-${cases.size}`;
    cases.set(id, { id, version: 1, status: 'DRAFT', kind, fields: { ...EMPTY, missingDocuments: [] }, documents: [], messages: [] });
    return shown(found(id));
  },
  saveApplication: ({ id, version, kind, fields }: { id: string; version: number; kind?: string; fields: Fields }) => {
    const each = found(id);
    if (each.version !== version) return problem('application.changed');
    Object.assign(each.fields, fields);
    if (kind) each.kind = kind;
    each.version += 1;
    return shown(each);
  },
  submitApplication: ({ id }: { id: string }) => {
    const each = found(id);
    Object.assign(each, { status: 'SUBMITTED', number: receipt.number, receipt, timeline: timeline.slice(0, 2), version: each.version + 1 });
    return shown(each);
  },
  resubmitApplication: ({ id }: { id: string }) => {
    const each = found(id);
    Object.assign(each, { status: 'UNDER_REVIEW', version: each.version + 1, corrections: [] });
    return shown(each);
  },
  withdrawApplication: ({ id }: { id: string }) => shown(Object.assign(found(id), { status: 'WITHDRAWN' })),
  openUpload: (facts: { applicationId: string; slot: string; name: string }) => {
    const documentId = `up-${uploads.size}`;
    uploads.set(documentId, facts);
    return { __typename: 'UploadSlot', documentId, url: '/files/registration-quarantine', fields: { key: documentId }, expiresAt: inDays(1) };
  },
  completeUpload: ({ documentId }: { documentId: string }) => {
    const facts = uploads.get(documentId);
    if (!facts) return problem('document.not_found');
    const each = found(facts.applicationId);
    each.documents = [...each.documents.filter((doc) => doc.slot !== facts.slot), { ...document(facts.slot, facts.name), id: documentId }];
    each.version += 1;
    if (facts.slot === 'SIGNED_FORM' && each.status === 'SUBMITTED') each.status = 'SIGNED_FORM_RECEIVED';
    return shown(each);
  },
  removeDocument: ({ documentId }: { documentId: string }) => {
    const each = [...cases.values()].find((one) => one.documents.some((doc) => doc.id === documentId));
    if (!each) return problem('document.not_found');
    each.documents = each.documents.filter((doc) => doc.id !== documentId);
    each.version += 1;
    return shown(each);
  },
  sendMessage: ({ applicationId, text }: { applicationId: string; text: string }) => {
    const message = { __typename: 'Message', id: String(Math.random()), at: now(), mine: true, from: 'VOTER', text, attachments: [], readAt: null };
    found(applicationId).messages.push(message);
    return message;
  },
  markMessagesRead: ({ applicationId }: { applicationId: string }) => {
    Object.assign(found(applicationId), { unreadMessages: 0 });
    return { __typename: 'Done', ok: true };
  },
  checkReceipt: ({ number, code }: { number: string; code: string }) =>
    code === receipt.code ? { __typename: 'ReceiptCheck', number, hash: receipt.hash, arrivedAt: receipt.arrivedAt, body: 'Centralna izborna komisija BiH' } : problem('receipt.not_found'),
  inbox: () => ({
    ...connection([
      { id: 'i1', at: inDays(-0.5), template: 'application.returned', params: { number: receipt.number, term: inDays(1) }, link: '/applications/returned', readAt: null },
      { id: 'i2', at: inDays(-2), template: 'application.submitted', params: { number: receipt.number, term: inDays(10) }, link: '/applications/submitted', readAt: now() },
    ]),
    unread: 1,
  }),
  markInboxRead: () => ({ __typename: 'Done', ok: true }),
  markAllInboxRead: () => ({ __typename: 'Done', ok: true }),
  accountSessions: () => [
    { id: 's1', current: true, startedAt: inDays(-1), lastSeenAt: now(), userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36' },
    { id: 's2', current: false, startedAt: inDays(-9), lastSeenAt: inDays(-3), userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1' },
  ],
  endAccountSession: () => ({ __typename: 'Done', ok: true }),
  endOtherAccountSessions: () => ({ __typename: 'Done', ok: true }),
  accessLog: () =>
    connection([
      { at: inDays(-1), actorRole: 'CEC_REG_REVIEWER', action: 'document.read', applicationNumber: receipt.number, purpose: null },
      { at: inDays(-1.1), actorRole: 'CEC_REG_REVIEWER', action: 'register.lookup', applicationNumber: receipt.number, purpose: null },
    ]),
};
