import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/problem';
import { makeRouter } from './router';
import { currentSession } from './session/current';
import { reloadWhenStale } from './shell/staleBuild';
import { theme } from './theme';

/** Trouble that may pass by itself is tried again; a refusal is not. */
function mayPass(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof Problem && (error.status === 0 || error.status === 503);
}

/** A refusal may mean that the role changed meanwhile: what may be done is asked again, and buttons follow. */
function askAgain(error: unknown): void {
  if (error instanceof Problem && error.status === 403) {
    void client.invalidateQueries({ queryKey: ['me'] });
  }
}

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: askAgain }),
  mutationCache: new MutationCache({ onError: askAgain }),

  defaultOptions: { queries: { retry: mayPass, staleTime: 0 }, mutations: { retry: false, gcTime: 0 } },
});
const router = makeRouter(client);
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce); // for the style element that keeps the page from scrolling under a dialog

// dialogs listen at the window too, each by itself: what is typed in one is not closed from the one above that asks to sign in again
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'Escape' && currentSession().over) {
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);

reloadWhenStale();

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root');
}
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <Notifications position="top-right" autoClose={4000} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
