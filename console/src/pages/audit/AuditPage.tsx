import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, dataOf } from '../../api/client';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { type Kind, useNames } from '../../ui/useNames';
import { AuditList } from './AuditList';

/** The kinds of things in the audit that have names to choose from. */
const NAMED: Readonly<Record<string, Kind>> = {
  api_key: 'key',
  member: 'member',
  model: 'model',
  provider: 'provider',
};

/** What was changed in a tenant. */
export function AuditPage() {
  const tenant = useTenant();
  const names = useNames(tenant, ['member', 'key', 'model', 'provider']);
  const navigate = useNavigate();
  const query = useSearch({ from: '/inside/t/$tenant/audit' });
  const actors = [
    ...names.choices('member').map(({ value, label }) => ({ actor: `user:${value}`, name: label })),
    ...names
      .choices('key')
      .map(({ value, label }) => ({ actor: `api_key:${value}`, name: `${t.audit.kinds.api_key} ${label}` })),
  ];
  return (
    <Page title={t.audit.title} description={t.audit.description}>
      <AuditList
        label={t.audit.title}
        queryKey={['audit', tenant]}
        fetchPage={(query) =>
          dataOf(api.GET('/tenants/{tenant}/audit-events', { params: { path: { tenant }, query } }))
        }
        actors={actors}
        subjects={(kind) => (NAMED[kind] === undefined ? [] : names.choices(NAMED[kind]))}
        query={query}
        setQuery={(search) =>
          void navigate({ to: '/t/$tenant/audit', params: { tenant }, search, replace: true, resetScroll: false })
        }
        modelNames={(id) => names.of('model', id)}
      />
    </Page>
  );
}

/** What was changed of the deployment's own. */
export function DeploymentAuditPage() {
  const navigate = useNavigate();
  const query = useSearch({ from: '/inside/operator/audit' });
  return (
    <Page title={t.audit.deploymentTitle} description={t.audit.deploymentDescription}>
      <AuditList
        label={t.audit.deploymentTitle}
        queryKey={['deployment-audit']}
        fetchPage={(query) => dataOf(api.GET('/audit-events', { params: { query } }))}
        actors={[]}
        subjects={() => []}
        query={query}
        setQuery={(search) => void navigate({ to: '/operator/audit', search, replace: true, resetScroll: false })}
      />
    </Page>
  );
}
