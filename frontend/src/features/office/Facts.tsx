/** What the voter stated, what the register says beside it, and flags with their reasons. */
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { dateText } from '@/lib/dates';
import { useLanguage } from '@/lib/i18n';
import { fieldName } from '@/lib/paths';
import { Icon } from '@/ui/icons';
import { Instant } from '@/ui/Instant';
import { StatusTag } from '@/ui/StatusTag';
import type { Names } from './names';

type Fields = OfficeCaseFragment['fields'];

const GROUPS = {
  person: ['surname', 'name', 'previousSurname', 'parentName', 'dateOfBirth', 'sex', 'placeOfBirth', 'jmb', 'citizenshipBih'],
  document: ['idDocType', 'idDocNumber', 'idDocIssuer', 'idDocCountry', 'idDocValidUntil'],
  residence: ['residenceMunicipality', 'residencePlace', 'residenceStreet', 'residenceHouseNo', 'changesVotingOption'],
  abroad: ['abroadStreet', 'abroadHouseNo', 'abroadPostalCode', 'abroadCity', 'abroadRegion', 'abroadCountry'],
  contact: ['email', 'phone', 'votingChannel', 'dcmId', 'correspondenceLanguage', 'helperName'],
} as const satisfies Record<string, readonly (keyof Fields)[]>;

export function useFieldText(names: Names): (field: keyof Fields, fields: Fields) => string {
  const { t } = useTranslation(['office', 'fields', 'common']);
  const language = useLanguage();
  return (field, fields) => {
    const value = fields[field];
    if (value === null || value === undefined || value === '') return '–';
    if (typeof value === 'boolean') return value ? t('common:yes') : t('common:no');
    const text = String(value);
    switch (field) {
      case 'dateOfBirth':
      case 'idDocValidUntil':
        return dateText(text, language);
      case 'idDocCountry':
      case 'abroadCountry':
        return names.country(text);
      case 'residenceMunicipality':
        return names.municipality(text);
      case 'dcmId':
        return names.mission(text);
      case 'idDocType':
        return names.idDocument(text);
      case 'sex':
      case 'votingChannel':
      case 'correspondenceLanguage':
        return t(`fields:values.${field}.${text}`);
      default:
        return text;
    }
  };
}

export function Facts({ application, names }: { application: OfficeCaseFragment; names: Names }) {
  const { t } = useTranslation(['office', 'fields']);
  const say = useFieldText(names);
  const { fields, register } = application;
  // The register names the fields as the service does.
  const differing = new Set(register.differences.map(fieldName));
  return (
    <section aria-label={t('facts.title')}>
      <Flags application={application} />
      <Register application={application} names={names} />
      <div className="of-card of-facts">
        <Filing application={application} />
        {Object.entries(GROUPS).map(([group, list]) => (
          <Fragment key={group}>
            <h3>{t(`facts.${group}`)}</h3>
            <dl>
              {list
                .filter((field) => differing.has(field) || isStated(fields[field]))
                .map((field) => (
                  <div key={field} className={differing.has(field) ? 'of-differs' : undefined}>
                    <dt>{t(`fields:labels.${field}`)}</dt>
                    <dd>
                      {say(field, fields)}
                      {differing.has(field) && (
                        <span className="of-flag">
                          <Icon name="warning" /> {t('register.differs')}
                        </span>
                      )}
                    </dd>
                  </div>
                ))}
            </dl>
          </Fragment>
        ))}
        {fields.missingDocuments && fields.missingDocuments.length > 0 && (
          <>
            <h3>{t('facts.missing')}</h3>
            <p>{fields.missingDocuments.map(names.slot).join(', ')}</p>
          </>
        )}
      </div>
    </section>
  );
}

/** Optional fields that nobody filled only make the officer read more. */
function isStated(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '';
}

function Filing({ application }: { application: OfficeCaseFragment }) {
  const { t } = useTranslation('office');
  const { signedFormReceivedAt, signedFormChannel, formMatch } = application;
  return (
    <>
      <h3>{t('facts.filing')}</h3>
      <dl>
        <div>
          <dt>{t('filing.arrived')}</dt>
          <dd>
            <Instant at={application.arrivedAt} short />
          </dd>
        </div>
        <div>
          <dt>{t('filing.signedForm')}</dt>
          <dd>
            {signedFormReceivedAt ? <Instant at={signedFormReceivedAt} short /> : t('filing.notYet')}
            {signedFormChannel && <>, {t(`channels.${signedFormChannel}`)}</>}
            {formMatch === 'TO_BE_MATCHED' && (
              <span className="of-flag of-flag-line">
                <Icon name="warning" /> {t('filing.toBeMatched')}
              </span>
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}

function Register({ application, names }: { application: OfficeCaseFragment; names: Names }) {
  const { t } = useTranslation('office');
  const { register } = application;
  const found = register.state === 'FOUND';
  return (
    <div className="of-card">
      <h2>{t('register.title')}</h2>
      <p>
        <strong className={found ? 'of-good' : register.state === 'NOT_FOUND' ? 'of-bad' : undefined}>
          {register.state !== 'NOT_ASKED' && <Icon name={found ? 'check' : 'cross'} />} {t(`register.${register.state}`)}
        </strong>
        {register.voterStatus && <> · {t(`register.status.${register.voterStatus}`)}</>}
        {register.municipality && <> · {names.municipality(register.municipality)}</>}
      </p>
      {register.age18OnElectionDay === false && (
        <p className="of-flag">
          <Icon name="warning" /> {t('register.under18')}
        </p>
      )}
      {register.checkedAt && (
        <p className="muted small">
          {t('register.asked')} <Instant at={register.checkedAt} short />
        </p>
      )}
    </div>
  );
}

function Flags({ application }: { application: OfficeCaseFragment }) {
  const { t } = useTranslation('office');
  if (application.flags.length === 0) return null;
  return (
    <div className="of-card of-card-warning">
      <h2>{t('facts.flags')}</h2>
      {application.flags.map((flag) => (
        <div key={flag.code}>
          <p className="of-flag">
            <Icon name="warning" /> {t(`flags.${flag.code}.short`)}
          </p>
          <p>{t(`flags.${flag.code}.why`)}</p>
          <ul>
            {flag.otherCases.map((other) => (
              <li key={other.id}>
                <Link to={`/office/cases/${other.id}`}>{other.number}</Link> <StatusTag status={other.status} audience="office" />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
