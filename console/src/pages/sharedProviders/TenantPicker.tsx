import { Button, Group, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { t } from '../../texts';

/** Chooses a tenant among all, looked for by the server, and does something with it. */
export function TenantPicker({ choose, busy }: { choose: (tenant: string) => void; busy: boolean }) {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<{ readonly slug: string; readonly label: string }>();
  const [searched] = useDebouncedValue(search.trim(), 200);
  const q = searched === '' || searched === chosen?.label ? undefined : searched.slice(0, 100);
  const { data } = useQuery({
    queryKey: ['tenants', 'picker', q ?? ''],
    queryFn: () => dataOf(api.GET('/tenants', { params: { query: { limit: 30, q } } })),
    placeholderData: keepPreviousData,
  });
  const found = (data?.data ?? []).map(({ slug, name }) => ({ slug, label: `${name} (${slug})` }));
  const choices = chosen === undefined || found.some(({ slug }) => slug === chosen.slug) ? found : [chosen, ...found];
  return (
    <Group gap="xs" align="flex-end">
      <Select
        label={t.sharedProviders.grantTo}
        placeholder={t.sharedProviders.findTenant}
        data={choices.map(({ slug, label }) => ({ value: slug, label }))}
        filter={({ options }) => options}
        value={chosen?.slug ?? null}
        onChange={(slug) => setChosen(choices.find((one) => one.slug === slug))}
        searchValue={search}
        onSearchChange={setSearch}
        nothingFoundMessage={t.common.nothingFound(searched)}
        searchable
        clearable
        flex={1}
        miw={200}
        data-autofocus
      />
      <Button
        disabled={chosen === undefined}
        loading={busy}
        onClick={() => {
          if (chosen !== undefined) {
            choose(chosen.slug);
            setChosen(undefined);
            setSearch('');
          }
        }}
      >
        {t.sharedProviders.grant}
      </Button>
    </Group>
  );
}
