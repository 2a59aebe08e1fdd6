import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="footer">
      <div className="container">
        <nav aria-label={t('footer.label')}>
          <ul>
            <li>
              <Link to="/receipt">{t('footer.receipt')}</Link>
            </li>
            <li>
              <Link to="/privacy">{t('footer.privacy')}</Link>
            </li>
            <li>
              <Link to="/accessibility">{t('footer.accessibility')}</Link>
            </li>
          </ul>
        </nav>
        <p>{t('footer.look')}</p>
      </div>
    </footer>
  );
}
