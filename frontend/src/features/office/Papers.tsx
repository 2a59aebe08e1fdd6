/** The papers: two viewers side by side, and the signature of the form beside that of the identity document. */
import { Button } from '@digdir/designsystemet-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeCaseFragment } from '@/gql/graphql';
import { Icon } from '@/ui/icons';
import type { Names } from './names';
import { Picker } from './Picker';

type Paper = OfficeCaseFragment['documents'][number];
const ZOOMS = [100, 150, 200, 300] as const;

export function Papers({ application, names }: { application: OfficeCaseFragment; names: Names }) {
  const { t } = useTranslation('office');
  const papers = application.documents.filter((paper) => paper.state === 'SEALED');
  const first = papers.find((paper) => paper.slot === 'ID' && !paper.superseded);
  const second = papers.find((paper) => paper.slot === 'SIGNED_FORM' && !paper.superseded) ?? papers.find((paper) => paper !== first);
  const [two, setTwo] = useState(true);
  return (
    <section aria-label={t('papers.title')}>
      {application.signatureUrl && (
        <div className="of-card of-signatures">
          <h2>{t('papers.signatures')}</h2>
          <div className="of-pair">
            <figure>
              <img src={application.signatureUrl} alt={t('papers.signatureOnForm')} />
              <figcaption>{t('papers.signatureOnForm')}</figcaption>
            </figure>
            {application.idPictureUrl && (
              <figure>
                <img src={application.idPictureUrl} alt={t('papers.idPicture')} />
                <figcaption>{t('papers.idPicture')}</figcaption>
              </figure>
            )}
          </div>
        </div>
      )}
      {papers.length === 0 ? (
        <p className="of-card muted">{t('papers.none')}</p>
      ) : (
        <>
          <div className={two && second ? 'of-pair' : undefined}>
            <Viewer key={`a${first?.id}`} side="a" papers={papers} start={(first ?? papers[0])?.id ?? ''} names={names}>
              {second && (
                <Button variant="tertiary" onClick={() => setTwo(!two)}>
                  {two ? t('papers.one') : t('papers.two')}
                </Button>
              )}
            </Viewer>
            {two && second && <Viewer key={`b${second.id}`} side="b" papers={papers} start={second.id} names={names} />}
          </div>
        </>
      )}
    </section>
  );
}

interface ViewerProps {
  side: string;
  papers: Paper[];
  start: string;
  names: Names;
  /** A tool of the page that stands with those of this viewer. */
  children?: ReactNode;
}

function Viewer({ side, papers, start, names, children }: ViewerProps) {
  const { t } = useTranslation('office');
  const [id, setId] = useState(start);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(0);
  const [turn, setTurn] = useState(0);
  const [unshown, setUnshown] = useState('');
  const paper = papers.find((one) => one.id === id) ?? papers[0];
  if (!paper) return null;
  const pages = paper.pages ?? 1;
  const source = paper.pageUrl.replace('{n}', String(page));
  const title = `${names.slot(paper.slot)}${paper.superseded ? ` (${t('papers.replaced')})` : ''}`;
  return (
    <div className="of-card">
      <Picker
        id={`paper-${side}`}
        label={t('papers.which')}
        bare
        value={id}
        empty={t('choose')}
        onChange={(next) => {
          setId(next || start);
          setPage(1);
          setTurn(0);
        }}
      >
        {papers.map((one) => (
          <option key={one.id} value={one.id}>
            {names.slot(one.slot)} · {one.name}
            {one.superseded ? ` (${t('papers.replaced')})` : ''}
          </option>
        ))}
      </Picker>
      <div className="of-viewer-tools">
        <Button
          variant="tertiary"
          aria-label={t('papers.zoom', { percent: ZOOMS[zoom] })}
          onClick={() => setZoom((zoom + 1) % ZOOMS.length)}
        >
          <Icon name="zoom" /> {ZOOMS[zoom]} %
        </Button>
        <Button variant="tertiary" onClick={() => setTurn((turn + 90) % 360)}>
          <Icon name="turn" /> {t('papers.turn')}
        </Button>
        {pages > 1 && (
          <>
            <Button variant="tertiary" disabled={page <= 1} onClick={() => setPage(page - 1)}>
              {t('papers.before')}
            </Button>
            <span>{t('papers.page', { page, pages })}</span>
            <Button variant="tertiary" disabled={page >= pages} onClick={() => setPage(page + 1)}>
              {t('papers.after')}
            </Button>
          </>
        )}
        {children}
        <a href={paper.contentUrl} download>
          <Icon name="download" /> {t('papers.original')}
        </a>
      </div>
      <div className="of-viewer-frame" tabIndex={0} role="region" aria-label={title}>
        {unshown === source ? (
          <p className="of-unshown" role="alert">
            {t('papers.unshown')}
          </p>
        ) : (
          <img
            className={`of-zoom-${ZOOMS[zoom]} of-turn-${turn}`}
            src={source}
            alt={t('papers.alt', { title, page })}
            onError={() => setUnshown(source)}
          />
        )}
      </div>
      <p className="small">
        {paper.scan !== 'CLEAN' && (
          <span className={paper.scan === 'INFECTED' ? 'of-bad' : 'muted'}>
            <Icon name={paper.scan === 'INFECTED' ? 'warning' : 'info'} /> {t(`papers.scan.${paper.scan}`)}{' '}
          </span>
        )}
        <span className="of-hash" title={paper.sha256}>
          SHA-256 {paper.sha256.slice(0, 16)}…
        </span>
      </p>
    </div>
  );
}
