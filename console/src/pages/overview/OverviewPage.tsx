import { SimpleGrid, Stack } from '@mantine/core';
import { useMay, useMe } from '../../session/me';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { BudgetsInShort } from './BudgetsInShort';
import { Care } from './Care';
import { DefaultsInShort } from './DefaultsInShort';
import { FirstSteps } from './FirstSteps';
import { MonthInShort } from './MonthInShort';
import { UsableModels } from './UsableModels';

/** Where a tenant stands, as far as the caller's role shows it. */
export function OverviewPage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  const name = useMe().tenants.find(({ slug }) => slug === tenant)?.name ?? tenant;
  const manages = may('providers:read');
  return (
    <Page title={t.overview.title(name)} description={t.overview.description}>
      <Stack gap="md">
        {manages ? <FirstSteps tenant={tenant} /> : null}
        {manages ? <Care tenant={tenant} /> : null}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <MonthInShort tenant={tenant} />
          {may('budgets:read') ? <BudgetsInShort tenant={tenant} /> : null}
          {may('default-models:read') ? <DefaultsInShort tenant={tenant} /> : <UsableModels tenant={tenant} />}
        </SimpleGrid>
      </Stack>
    </Page>
  );
}
