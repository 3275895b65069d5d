import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readAuditSearch } from '../pages/audit/auditSearch';
import { allowed, inside } from './frame';

/** The deployment's own. */
export const operatorPages = [
  createRoute({
    getParentRoute: () => inside,
    path: '/operator/tenants',
    beforeLoad: allowed('tenants:list'),
    component: lazyRouteComponent(() => import('../pages/tenants/TenantsPage'), 'TenantsPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/operator/shared-providers',
    beforeLoad: allowed('shared-providers:read'),
    component: lazyRouteComponent(() => import('../pages/sharedProviders/SharedProvidersPage'), 'SharedProvidersPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/operator/catalogue',
    beforeLoad: allowed('catalogue:change'),
    component: lazyRouteComponent(() => import('../pages/catalogue/CataloguePage'), 'CataloguePage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/operator/users',
    beforeLoad: allowed('users:read'),
    component: lazyRouteComponent(() => import('../pages/users/UsersPage'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/operator/settings',
    beforeLoad: allowed('deployment-settings:read'),
    component: lazyRouteComponent(() => import('../pages/settings/SettingsPage'), 'DeploymentSettingsPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/operator/audit',
    validateSearch: readAuditSearch,
    beforeLoad: allowed('audit:read-deployment'),
    component: lazyRouteComponent(() => import('../pages/audit/AuditPage'), 'DeploymentAuditPage'),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: '/operator/health',
    beforeLoad: allowed('deployment:read'),
    component: lazyRouteComponent(() => import('../pages/health/HealthPage'), 'HealthPage'),
  }),
];
