import { NavLink, Stack, Text } from '@mantine/core';
import {
  IconAdjustments,
  IconBooks,
  IconBuilding,
  IconChartBar,
  IconCoins,
  IconCube,
  IconHeartbeat,
  IconHistory,
  IconHome,
  IconKey,
  IconMessages,
  IconPlug,
  IconSettings,
  IconShare,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { permissionsIn, useMe } from '../session/me';
import { t } from '../texts';
import { useCurrentTenant } from './useTenant';

interface Entry {
  readonly to: string;
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;
  /** Shown to who has any of these. */
  readonly needs: readonly string[];
}

const words = t.shell.pages;

const groups: readonly { readonly title: string; readonly entries: readonly Entry[] }[] = [
  {
    title: t.shell.groups.tenant,
    entries: [
      { to: '/t/$tenant', label: words.overview, icon: IconHome, needs: ['tenants:read'] },
      {
        to: '/t/$tenant/playground',
        label: words.playground,
        icon: IconMessages,
        needs: ['gateway:call', 'api-keys:change'],
      },
      { to: '/t/$tenant/providers', label: words.providers, icon: IconPlug, needs: ['providers:read'] },
      { to: '/t/$tenant/models', label: words.models, icon: IconCube, needs: ['models:read-usable'] },
      {
        to: '/t/$tenant/model-settings',
        label: words.defaults,
        icon: IconAdjustments,
        needs: ['default-models:read'],
      },
    ],
  },
  {
    title: t.shell.groups.access,
    entries: [
      { to: '/t/$tenant/members', label: words.members, icon: IconUsers, needs: ['members:read'] },
      { to: '/t/$tenant/api-keys', label: words.apiKeys, icon: IconKey, needs: ['api-keys:read'] },
      { to: '/t/$tenant/audit', label: words.audit, icon: IconHistory, needs: ['audit:read'] },
      { to: '/t/$tenant/settings', label: words.settings, icon: IconSettings, needs: ['settings:read'] },
    ],
  },
  {
    title: t.shell.groups.money,
    entries: [
      { to: '/t/$tenant/usage', label: words.usage, icon: IconChartBar, needs: ['usage:read', 'usage:read-own'] },
      { to: '/t/$tenant/budgets', label: words.budgets, icon: IconCoins, needs: ['budgets:read', 'limits:read'] },
    ],
  },
  {
    title: t.shell.groups.operator,
    entries: [
      { to: '/operator/tenants', label: words.tenants, icon: IconBuilding, needs: ['tenants:list'] },
      {
        to: '/operator/shared-providers',
        label: words.sharedProviders,
        icon: IconShare,
        needs: ['shared-providers:read'],
      },
      { to: '/operator/catalogue', label: words.catalogue, icon: IconBooks, needs: ['catalogue:change'] },
      { to: '/operator/users', label: words.users, icon: IconUser, needs: ['users:read'] },
      {
        to: '/operator/settings',
        label: words.deploymentSettings,
        icon: IconSettings,
        needs: ['deployment-settings:read'],
      },
      {
        to: '/operator/audit',
        label: words.deploymentAudit,
        icon: IconHistory,
        needs: ['audit:read-deployment'],
      },
      { to: '/operator/health', label: words.health, icon: IconHeartbeat, needs: ['deployment:read'] },
    ],
  },
];

/** The pages that the caller's role shows, of the tenant at hand and of the deployment. */
export function Navigation() {
  const me = useMe();
  const tenant = useCurrentTenant();
  const permissions = permissionsIn(me, tenant ?? '');
  const shown = groups
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(
        ({ to, needs }) => needs.some((one) => permissions.has(one)) && (tenant !== undefined || !to.startsWith('/t/')),
      ),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <Stack gap="md">
      {shown.map(({ title, entries }) => (
        <div key={title}>
          <Text size="xs" fw={600} c="dimmed" px="sm" pb={4}>
            {title}
          </Text>
          {entries.map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              label={label}
              leftSection={<Icon size={18} aria-hidden />}
              renderRoot={(props) => (
                <Link
                  to={to}
                  params={{ tenant: tenant ?? '' }}
                  activeOptions={{ exact: to === '/t/$tenant' }}
                  activeProps={{ 'data-active': true }}
                  {...props}
                />
              )}
            />
          ))}
        </div>
      ))}
    </Stack>
  );
}
