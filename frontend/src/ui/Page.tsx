/** What every page has: a title in the window, a heading that takes the focus after navigation, a width. */
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigationType } from 'react-router';
import { BackLink } from './BackLink';

let firstPage = true;

interface PageProps {
  title: string;
  /** What the heading shows where it is more than the title's words. */
  heading?: ReactNode;
  /** A line above the title: the part of a journey that the page belongs to. */
  caption?: ReactNode;
  lead?: ReactNode;
  back?: { to: string; text: string };
  width?: 'measure' | 'wide' | 'full';
  children?: ReactNode;
}

export function Page({ title, heading: shown, caption, lead, back, width = 'measure', children }: PageProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  const kind = useNavigationType();

  useEffect(() => {
    document.title = `${title} – ${t('brand.short')}`;
  }, [title, t]);

  useEffect(() => {
    // The first page of a visit is announced by the browser itself.
    if (!firstPage || kind === 'PUSH') heading.current?.focus({ preventScroll: kind === 'POP' });
    firstPage = false;
  }, [pathname, kind]);

  return (
    <div className={`page page-${width}`}>
      {back && <BackLink to={back.to}>{back.text}</BackLink>}
      {caption && <p className="caption">{caption}</p>}
      <h1 ref={heading} tabIndex={-1}>
        {shown ?? title}
      </h1>
      {lead && <div className="lead">{lead}</div>}
      {children}
    </div>
  );
}
