import { Button, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../session/me';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { AddModel, type Beginning } from './AddModel';
import { AvailableModels } from './AvailableModels';
import { CatalogueTab } from './CatalogueTab';
import { DeletedModels } from './DeletedModels';
import { ModelList } from './ModelList';

type Tab = 'inUse' | 'deleted' | 'catalogue';

/** The models of a tenant for who manages or sees them all; for others those that they can call. */
export function ModelsPage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  const [tab, setTab] = useState<Tab>('inUse');
  const [adding, setAdding] = useState<{ beginning?: Beginning }>();
  if (!may('models:read')) {
    return (
      <Page title={t.models.title} description={t.models.usableDescription}>
        <AvailableModels key={tenant} tenant={tenant} />
      </Page>
    );
  }
  const add = may('models:change') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding({})}>
      {t.models.add}
    </Button>
  ) : null;
  return (
    <Page title={t.models.title} description={t.models.description} actions={add}>
      <Tabs value={tab} onChange={(name) => setTab((name ?? 'inUse') as Tab)} keepMounted={false} key={tenant}>
        <Tabs.List mb="md">
          <Tabs.Tab value="inUse">{t.models.tabs.inUse}</Tabs.Tab>
          <Tabs.Tab value="deleted">{t.models.tabs.deleted}</Tabs.Tab>
          {may('catalogue:read') ? <Tabs.Tab value="catalogue">{t.models.tabs.catalogue}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="inUse">
          <ModelList tenant={tenant} />
        </Tabs.Panel>
        <Tabs.Panel value="deleted">
          <DeletedModels tenant={tenant} />
        </Tabs.Panel>
        <Tabs.Panel value="catalogue">
          <CatalogueTab tenant={tenant} add={(beginning) => setAdding({ beginning })} />
        </Tabs.Panel>
      </Tabs>
      {adding ? <AddModel tenant={tenant} beginning={adding.beginning} close={() => setAdding(undefined)} /> : null}
    </Page>
  );
}
