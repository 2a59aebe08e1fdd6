/** The same draft on another device: sign in there and open this address. The picture holds the address, nothing else. */
import { Button } from '@digdir/designsystemet-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { Page } from '@/ui/Page';
import { useCase } from './context';

function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

export function DevicePage() {
  const { t } = useTranslation('registration');
  const { application, flush } = useCase();
  const [copied, setCopied] = useState(false);
  const base = `/applications/${application.id}`;
  const address = location.origin + base;
  useEffect(() => {
    void flush();
    // Once, on arrival: what was typed must be there when the other device opens the draft.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <Page title={t('device.title')} back={{ to: base, text: t('step.toTasks') }}>
      <ol>
        <li>{t('device.scan')}</li>
        <li>{t('device.signIn')}</li>
        <li>{t('device.goOn')}</li>
      </ol>
      <Qr text={address} label={t('device.picture')} />
      <p>
        {t('device.link')} <a href={base}>{address}</a>
      </p>
      <div className="actions">
        <Button
          variant="secondary"
          onClick={() => {
            void navigator.clipboard.writeText(address).then(() => setCopied(true));
          }}
        >
          {t('device.copy')}
        </Button>
        <span role="status">{copied && t('device.copied')}</span>
      </div>
    </Page>
  );
}
