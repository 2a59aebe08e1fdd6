/** Starts the portal: texts of the reader's language first, then the page. */
import '@fontsource-variable/inter/wght.css';
import '@digdir/designsystemet-css/theme.css';
import './design/digdir.css';
import './design/tokens.css';
import './design/theme.css';
import './design/base.css';
import './design/layout.css';
import './design/forms.css';
import './design/blocks.css';
import './design/public.css';
import './design/case.css';
import './design/print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startTexts } from './lib/i18n';

const root = document.getElementById('root');
if (!root) throw new Error('no #root');

await startTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
