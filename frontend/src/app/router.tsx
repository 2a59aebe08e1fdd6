/** Every feature brings its own routes (`features/<name>/index.ts` exports `routes`); the router only gathers them. */
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Crashed } from './Crashed';
import { Layout } from './Layout';
import { NotFound } from './NotFound';

const features = import.meta.glob<{ routes: RouteObject[] }>('../features/*/index.ts', { eager: true });

export function makeRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    {
      element: <Layout />,
      errorElement: <Crashed />,
      hydrateFallbackElement: <></>,
      children: [...Object.values(features).flatMap((feature) => feature.routes), { path: '*', element: <NotFound /> }],
    },
  ]);
}
