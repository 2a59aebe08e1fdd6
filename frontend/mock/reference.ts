/** The elections and lists of the cardboard gateway. */
const says = (bs: string, sr: string, en: string) => ({ bs, hr: bs, sr, en });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** 24:00 in Sarajevo (winter time is close enough for cardboard). */
const midnight = (days: number) => `${inDays(days).slice(0, 10)}T23:00:00Z`;

function deadline(key: string, name: ReturnType<typeof says>, at: string | null, state = 'OPEN') {
  const explanation = says('75 dana prije dana izbora, do 24:00 po sarajevskom vremenu; pomjereno odlukom', '75 дана прије дана избора, до 24:00 по сарајевском времену; помјерено одлуком', '75 days before election day, until 24:00 Sarajevo time; moved by decision');
  return { key, name, at, explanation, legalBasis: key === 'LIST_CLOSE' ? 'EL 4.21(1)' : null, state, movedByDecision: key === 'OCV_CLOSE' };
}

export function elections() {
  const deadlines = [
    deadline('OCV_CLOSE', says('Prijave za glasanje izvan BiH', 'Пријаве за гласање ван БиХ', 'Applications for voting abroad'), midnight(20)),
    deadline('OCV_SIGNED_FORM', says('Prijem potpisanog obrasca', 'Пријем потписаног обрасца', 'Signed form received'), midnight(22)),
    deadline('LIST_CLOSE', says('Kandidatske liste, elektronski i štampano', 'Кандидатске листе, електронски и штампано', 'Candidate lists, electronic and in print'), midnight(5)),
    deadline('CALL', says('Raspisivanje izbora', 'Расписивање избора', 'Calling of elections'), inDays(-30), 'OVER'),
    deadline('OCV_CURE', says('Ispravka prijave za glasanje izvan BiH', 'Исправка пријаве за гласање ван БиХ', 'Correction of an application'), null, 'RUNNING'),
  ];
  const one = (code: string, name: ReturnType<typeof says>, day: string, isDemo: boolean) => ({
    code, name, type: 'LOCAL', day, calledOn: isDemo ? inDays(-30).slice(0, 10) : null, isDemo, version: 1, deadlines, periods: [],
    deadline: ({ key }: { key: string }) => deadlines.find((each) => each.key === key),
  });
  return [
    one('DEMO', says('Pokazni lokalni izbori', 'Показни локални избори', 'Demonstration local elections'), inDays(80).slice(0, 10), true),
    one('LE2028', says('Lokalni izbori 2028', 'Локални избори 2028', 'Local elections 2028'), '2028-10-01', false),
  ];
}

const ID_TYPES = [
  { code: 'BIH_ID_CARD', name: says('Lična karta BiH', 'Лична карта БиХ', 'BiH identity card') },
  { code: 'BIH_PASSPORT', name: says('Pasoš BiH', 'Пасош БиХ', 'BiH passport') },
];

export function slotsOf(kind: string | null) {
  if (!kind) return [];
  const slot = (name: string, text: ReturnType<typeof says>, more = {}) => ({
    slot: name, name: text, required: true, mayBeDeclaredMissing: false, onlyIfChangingOption: false, documentTypes: name === 'ID' ? ID_TYPES : [], article: '3.15(2)',
    maxBytes: 10_485_760, contentTypes: ['application/pdf', 'image/jpeg', 'image/png'], ...more,
  });
  return [
    slot('ID', says('Dokaz o identitetu', 'Доказ о идентитету', 'Proof of identity')),
    slot('HOST_ADDRESS', says('Dokaz o tačnoj adresi boravišta', 'Доказ о тачној адреси боравишта', 'Proof of exact address abroad')),
    ...(kind === 'R2' ? [slot('RESIDENCE_BIH', says('Dokaz o prebivalištu u BiH', 'Доказ о пребивалишту у БиХ', 'Proof of residence in BiH'), { mayBeDeclaredMissing: true })] : []),
  ];
}

export function applicationForm({ election }: { election: string }) {
  return {
    election,
    kindAnswers: [true, false].flatMap((refugee) =>
      [true, false].map((everHadBihDocument) => ({
        refugee,
        everHadBihDocument,
        kind: refugee ? (everHadBihDocument ? 'R1' : 'R2') : everHadBihDocument ? 'T' : null,
      })),
    ),
    kinds: ['T', 'R1', 'R2'].map((kind) => ({ kind, name: says(kind, kind, kind), article: '3.15', requiredFields: [], deficiencyCodes: [], refusalGrounds: [], idDocTypes: ID_TYPES, slots: slotsOf(kind) })),
    countries: [
      { code: 'BA', name: says('Bosna i Hercegovina', 'Босна и Херцеговина', 'Bosnia and Herzegovina'), frequent: false },
      { code: 'DE', name: says('Njemačka', 'Њемачка', 'Germany'), frequent: true },
      { code: 'AT', name: says('Austrija', 'Аустрија', 'Austria'), frequent: true },
      { code: 'BR', name: says('Brazil', 'Бразил', 'Brazil'), frequent: false },
    ],
    municipalities: [
      { key: 'ba.fbih.bpk.gorazde', nameLatn: 'Goražde', nameCyrl: 'Горажде', group: 'Bosansko-podrinjski kanton Goražde' },
      { key: 'ba.rs.banjaluka', nameLatn: 'Banja Luka', nameCyrl: 'Бања Лука', group: 'Republika Srpska' },
    ],
    missions: [{ id: 'stuttgart', name: says('Generalni konzulat BiH u Stuttgartu', 'Генерални конзулат БиХ у Штутгарту', 'Consulate General in Stuttgart'), country: 'DE' }],
    privacyNoticeVersion: '2026-11',
    privacyNotice: says('Podatke obrađuje Centralna izborna komisija BiH.\nPravni osnov je Izborni zakon BiH.', 'Податке обрађује Централна изборна комисија БиХ.', 'The Central Election Commission processes the data.'),
    maxTotalBytes: 31_457_280,
    closesAt: midnight(20),
    signedFormDueAt: midnight(22),
    isOpen: true,
    deficiencyCodes: [],
  };
}
