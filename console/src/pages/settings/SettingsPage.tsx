import { api, dataOf, ifMatch } from '../../api/client';
import { useMay, useMayInDeployment } from '../../session/me';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { ArchiveSection } from './ArchiveSection';
import { SettingsList } from './SettingsList';

/** The settings of a tenant. */
export function SettingsPage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  return (
    <Page title={t.settings.title} description={t.settings.description}>
      <SettingsList
        place={{
          level: 'tenant',
          queryKey: ['settings', tenant],
          read: () => dataOf(api.GET('/tenants/{tenant}/settings', { params: { path: { tenant } } })),
          write: (body, version) =>
            dataOf(
              api.PATCH('/tenants/{tenant}/settings', { params: { path: { tenant }, header: ifMatch(version) }, body }),
            ),
          mayChange: may('settings:change'),
        }}
      />
      <ArchiveSection tenant={tenant} />
    </Page>
  );
}

/** The settings of the deployment. */
export function DeploymentSettingsPage() {
  return (
    <Page title={t.settings.deploymentTitle} description={t.settings.deploymentDescription}>
      <SettingsList
        place={{
          level: 'deployment',
          queryKey: ['deployment-settings'],
          read: () => dataOf(api.GET('/settings')),
          write: (body, version) => dataOf(api.PATCH('/settings', { params: { header: ifMatch(version) }, body })),
          mayChange: useMayInDeployment()('deployment-settings:change'),
        }}
      />
    </Page>
  );
}
