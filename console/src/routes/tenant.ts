import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readAuditSearch } from '../pages/audit/auditSearch';
import { readUsageSearch } from '../pages/usage/usageSearch';
import { allowed, tenant } from './frame';

/** What a tenant has, and what can be done with it. */
export const tenantPages = [
  createRoute({
    getParentRoute: () => tenant,
    path: '/',
    component: lazyRouteComponent(() => import('../pages/overview/OverviewPage'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/playground',
    beforeLoad: allowed(['gateway:call', 'api-keys:change']),
    component: lazyRouteComponent(() => import('../pages/playground/PlaygroundPage'), 'PlaygroundPage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/providers',
    beforeLoad: allowed('providers:read'),
    component: lazyRouteComponent(() => import('../pages/providers/ProvidersPage'), 'ProvidersPage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/models',
    beforeLoad: allowed('models:read-usable'),
    component: lazyRouteComponent(() => import('../pages/models/ModelsPage'), 'ModelsPage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/model-settings',
    beforeLoad: allowed('default-models:read'),
    component: lazyRouteComponent(() => import('../pages/defaults/DefaultsPage'), 'DefaultsPage'),
  }),
];

/** Who may do what in a tenant, and what was done. */
export const accessPages = [
  createRoute({
    getParentRoute: () => tenant,
    path: '/members',
    validateSearch: (search: Record<string, unknown>): { invite?: boolean } =>
      search.invite === true ? { invite: true } : {},
    beforeLoad: allowed('members:read'),
    component: lazyRouteComponent(() => import('../pages/members/MembersPage'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/api-keys',
    beforeLoad: allowed('api-keys:read'),
    component: lazyRouteComponent(() => import('../pages/apiKeys/ApiKeysPage'), 'ApiKeysPage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/settings',
    beforeLoad: allowed('settings:read'),
    component: lazyRouteComponent(() => import('../pages/settings/SettingsPage'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/audit',
    validateSearch: readAuditSearch,
    beforeLoad: allowed('audit:read'),
    component: lazyRouteComponent(() => import('../pages/audit/AuditPage'), 'AuditPage'),
  }),
];

/** What calls used and cost, and what they may. */
export const moneyPages = [
  createRoute({
    getParentRoute: () => tenant,
    path: '/usage',
    validateSearch: readUsageSearch,
    beforeLoad: allowed(['usage:read', 'usage:read-own']),
    component: lazyRouteComponent(() => import('../pages/usage/UsagePage'), 'UsagePage'),
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: '/budgets',
    beforeLoad: allowed(['budgets:read', 'limits:read']),
    component: lazyRouteComponent(() => import('../pages/budgets/BudgetsPage'), 'BudgetsPage'),
  }),
];
