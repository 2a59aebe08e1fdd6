/** The page of last resort: a defect of ours, or a part of the portal that could not be fetched. */
import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { NotFound } from './NotFound';

export function Crashed() {
  const { t } = useTranslation();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  return (
    <main id="main" className="container">
      <div className="page page-measure">
        <h1>{t('crashed.title')}</h1>
        <p className="lead">{t('crashed.text')}</p>
        <div className="actions">
          <Button onClick={() => location.reload()}>{t('crashed.reload')}</Button>
        </div>
      </div>
    </main>
  );
}
