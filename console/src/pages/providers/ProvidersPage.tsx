import { Button, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../session/me';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { NothingFound } from '../../ui/ListStates';
import { Page } from '../../ui/Page';
import { SearchInput } from '../../ui/SearchInput';
import { EmptyState, LoadError, Loading } from '../../ui/States';
import { AddProvider } from './AddProvider';
import { familiesQuery, type Provider, providersQuery } from './api';
import { DeleteProvider } from './DeleteProvider';
import { EditProvider } from './EditProvider';
import { type Draft, FamilyGroup } from './FamilyGroup';
import { ImportDialog } from './ImportDialog';
import { SwitchProvider } from './SwitchProvider';
import { TestDialog } from './TestDialog';

/** What is open over the list. */
export type Opened =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'test' | 'import' | 'switch' | 'delete'; readonly provider: Provider };

/** A tenant's accounts at providers, by family and in the order in which calls try them. */
export function ProvidersPage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  const [search, setSearch] = useState('');
  const [searched] = useDebouncedValue(search.trim(), 250);
  const [opened, setOpened] = useState<Opened>();
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft | undefined>>>({});
  const families = useQuery(familiesQuery);
  const providers = useQuery({ ...providersQuery(tenant, searched), placeholderData: keepPreviousData });
  const close = () => setOpened(undefined);
  const family =
    opened === undefined || opened.what === 'add'
      ? undefined
      : families.data?.find((one) => one.family === opened.provider.family);
  const some = searched !== '' || (providers.data?.length ?? 0) > 0;
  const add = may('providers:change') ? (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened({ what: 'add' })}>
      {t.providers.add}
    </Button>
  ) : null;
  return (
    <Page title={t.providers.title} description={t.providers.description} actions={some ? add : null}>
      {providers.error ? <LoadError error={providers.error} retry={() => void providers.refetch()} /> : null}
      {families.error ? <LoadError error={families.error} retry={() => void families.refetch()} /> : null}
      {providers.isPending ? <Loading /> : null}
      {some ? (
        <SearchInput
          label={t.providers.title}
          value={search}
          onChange={setSearch}
          busy={providers.isPlaceholderData || search.trim() !== searched}
        />
      ) : null}
      {searched !== '' && Object.values(drafts).some((draft) => draft !== undefined) ? (
        <Text size="sm" role="status">
          {t.providers.orderWaits}
        </Text>
      ) : null}
      {providers.data?.length === 0 ? (
        searched === '' ? (
          <EmptyState title={t.providers.none} hint={t.providers.noneHint} action={add} />
        ) : (
          <NothingFound text={searched} />
        )
      ) : null}
      <Stack gap="md">
        {byFamily(providers.data ?? []).map(([family, members]) => (
          <FamilyGroup
            key={family}
            tenant={tenant}
            family={family}
            families={families.data}
            providers={members}
            sortable={searched === '' && may('providers:change')}
            draft={drafts[family]}
            setDraft={(draft) => setDrafts((before) => ({ ...before, [family]: draft }))}
            open={setOpened}
          />
        ))}
      </Stack>
      {opened?.what === 'add' && families.data ? (
        <AddProvider
          tenant={tenant}
          families={families.data}
          close={close}
          made={(provider) => setOpened({ what: 'import', provider })}
        />
      ) : null}
      {opened?.what === 'edit' && family ? (
        <EditProvider
          key={opened.provider.id}
          tenant={tenant}
          provider={opened.provider}
          family={family}
          close={close}
        />
      ) : null}
      {opened?.what === 'switch' ? <SwitchProvider tenant={tenant} provider={opened.provider} close={close} /> : null}
      {opened?.what === 'test' ? <TestDialog tenant={tenant} provider={opened.provider} close={close} /> : null}
      {opened?.what === 'import' ? <ImportDialog tenant={tenant} provider={opened.provider} close={close} /> : null}
      {opened?.what === 'delete' ? <DeleteProvider tenant={tenant} provider={opened.provider} close={close} /> : null}
    </Page>
  );
}

/** Families by name, the providers of each as the server orders them. */
function byFamily(providers: readonly Provider[]): [string, Provider[]][] {
  const groups = new Map<string, Provider[]>();
  for (const provider of providers) {
    groups.set(provider.family, [...(groups.get(provider.family) ?? []), provider]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
