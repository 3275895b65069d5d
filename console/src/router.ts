import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { home, inside, profile, root, signIn, tenant } from './routes/frame';
import { operatorPages } from './routes/operator';
import { accessPages, moneyPages, tenantPages } from './routes/tenant';
import { Missing, PageError, PagePending } from './shell/Fallbacks';

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    home,
    profile,
    tenant.addChildren([...tenantPages, ...accessPages, ...moneyPages]),
    ...operatorPages,
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: Missing,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
