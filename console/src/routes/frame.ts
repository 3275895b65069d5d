import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { Problem } from '../api/problem';
import { meQuery, permissionsIn } from '../session/me';
import { readSignInSearch } from '../session/signInSearch';
import { AppFrame } from '../shell/AppFrame';
import { Missing, NOT_ALLOWED, PageError } from '../shell/Fallbacks';
import { TenantPages } from '../shell/TenantPages';

/** What routes can use before they are shown. */
export interface Context {
  readonly client: QueryClient;
}

export const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: Missing });

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('../session/SignInPage'), 'SignInPage'),
});

/** Everything that is shown to who is signed in. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData({ ...meQuery, revalidateIfStale: true });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
      }
      throw error;
    }
  },
  component: AppFrame,
  errorComponent: PageError,
});

export const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ context }) => {
    const me = context.client.getQueryData(meQuery.queryKey);
    const first = me?.tenants[0];
    if (me?.operator) {
      throw redirect({ to: '/operator/tenants' });
    }
    if (first) {
      throw redirect({ to: '/t/$tenant', params: { tenant: first.slug } });
    }
  },
  component: lazyRouteComponent(() => import('../shell/Welcome'), 'Welcome'),
});

export const profile = createRoute({
  getParentRoute: () => inside,
  path: '/profile',
  component: lazyRouteComponent(() => import('../pages/profile/ProfilePage'), 'ProfilePage'),
});

export const tenant = createRoute({ getParentRoute: () => inside, path: '/t/$tenant', component: TenantPages });

/** A page that is only shown to who has the permission; the navigation does not lead others there, but an address may. */
export function allowed(permission: string | readonly string[]) {
  return ({ context, params }: { context: Context; params: { tenant?: string } }) => {
    const me = context.client.getQueryData(meQuery.queryKey);
    const permissions = me === undefined ? new Set<string>() : permissionsIn(me, params.tenant ?? '');
    const wanted = typeof permission === 'string' ? [permission] : permission;
    if (!wanted.some((one) => permissions.has(one))) {
      throw notFound({ data: NOT_ALLOWED });
    }
  };
}
