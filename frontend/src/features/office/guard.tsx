/** The office is for officials with a second factor; whatever they may see is decided by the services, not here. */
import type { ReactNode } from 'react';
import { Failed, Loading, NoRight, SignInFirst } from '@/ui/states';
import { useViewer, type Viewer } from '@/lib/viewer';

export function OfficialsOnly({ children }: { children: (viewer: Viewer) => ReactNode }) {
  const { viewer, loading, failed, refresh } = useViewer();
  if (loading) return <Loading />;
  if (failed) return <Failed retry={refresh} />;
  if (!viewer) return <SignInFirst />;
  if (!viewer.isOfficial) return <NoRight />;
  return children(viewer);
}
