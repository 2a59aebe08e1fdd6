/** One step up, above the heading. It is a link, so it can be opened, copied and trusted. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from './icons';

export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link className="back" to={to}>
      <Icon name="back" />
      {children}
    </Link>
  );
}
