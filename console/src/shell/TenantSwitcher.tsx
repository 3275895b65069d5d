import { Button, Combobox, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuilding, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, dataOf } from '../api/client';
import { useMe } from '../session/me';
import { t } from '../texts';
import { useCurrentTenant } from './useTenant';

const SHOWN = 30;

interface Choice {
  readonly slug: string;
  readonly name: string;
}

/** Chooses the tenant that the pages are about: an operator's among all, others' among their own. */
export function TenantSwitcher() {
  const me = useMe();
  const current = useCurrentTenant();
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const [searched] = useDebouncedValue(search.trim(), 200);
  const combobox = useCombobox({
    onDropdownClose: () => setSearch(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const found = useQuery({
    queryKey: ['tenants', 'switcher', searched],
    queryFn: () =>
      dataOf(api.GET('/tenants', { params: { query: { limit: SHOWN, ...(searched === '' ? {} : { q: searched }) } } })),
    enabled: me.operator,
  });
  const choices: readonly Choice[] = me.operator
    ? (found.data?.data ?? [])
    : me.tenants.filter(({ slug, name }) => `${slug} ${name}`.toLowerCase().includes(search.trim().toLowerCase()));
  const name =
    me.tenants.find(({ slug }) => slug === current)?.name ??
    choices.find(({ slug }) => slug === current)?.name ??
    current;
  if (!me.operator && me.tenants.length === 0) {
    return null;
  }
  return (
    <Combobox
      store={combobox}
      width={280}
      position="bottom-end"
      onOptionSubmit={(slug) => {
        combobox.closeDropdown();
        void navigate({ to: '/t/$tenant', params: { tenant: slug } });
      }}
    >
      <Combobox.Target targetType="button">
        <Button
          variant="default"
          size="xs"
          aria-label={`${t.shell.switchTenant}: ${name ?? t.shell.noTenant}`}
          leftSection={<IconBuilding size={14} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={() => combobox.toggleDropdown()}
          maw={{ base: 170, xs: 260 }}
        >
          <Text size="xs" truncate>
            {name ?? t.shell.noTenant}
          </Text>
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={t.shell.findTenant}
          aria-label={t.shell.findTenant}
        />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }}>
          {found.error ? <Combobox.Empty role="alert">{found.error.message}</Combobox.Empty> : null}
          {found.isLoading ? <Combobox.Empty>{t.common.loading}</Combobox.Empty> : null}
          {choices.length === 0 && !found.isLoading && !found.error ? (
            <Combobox.Empty>{t.common.nothingFound(search)}</Combobox.Empty>
          ) : null}
          {choices.map(({ slug, name: shown }) => (
            <Combobox.Option key={slug} value={slug} active={slug === current}>
              <Text size="sm">{shown}</Text>
              <Text size="xs" c="dimmed">
                {slug}
              </Text>
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {me.operator && found.data?.next_cursor ? (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              {t.shell.moreTenants(choices.length)}
            </Text>
          </Combobox.Footer>
        ) : null}
      </Combobox.Dropdown>
    </Combobox>
  );
}
