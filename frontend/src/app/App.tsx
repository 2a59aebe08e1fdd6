/** Providers around the router. */
import { useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { Provider } from 'urql';
import { makeClient } from '@/lib/client';
import { ViewerProvider } from '@/lib/viewer';
import { AccountLanguage } from './AccountLanguage';
import { makeRouter } from './router';

export function App() {
  const [client] = useState(makeClient);
  const [router] = useState(makeRouter);
  return (
    <Provider value={client}>
      <ViewerProvider>
        <AccountLanguage />
        <RouterProvider router={router} />
      </ViewerProvider>
    </Provider>
  );
}
