import { Badge, Box, Code, Stack, Text, Title } from '@mantine/core';
import { IconKey, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api, dataOf, type Schemas } from '../../api/client';
import type { Me } from '../../session/me';
import { t } from '../../texts';
import { type Column, ListTable } from '../../ui/ListTable';
import { RowMenu } from '../../ui/RowMenu';
import { useList } from '../../ui/useList';
import { SetOwnKey, TakeOwnKey } from './OwnKeyDialogs';

export type OwnKey = Schemas['UserKey'];

const columns: readonly Column<OwnKey>[] = [
  {
    title: t.profile.provider,
    cell: (own) => (
      <>
        <Text size="sm" fw={500}>
          {own.name}
        </Text>
        <Text size="xs" c="dimmed">
          {own.family}
        </Text>
        <Box hiddenFrom="sm" mt={4}>
          <Text size="xs">{t.profile.madeWith}:</Text>
          <MadeWith own={own} />
        </Box>
      </>
    ),
  },
  {
    title: t.profile.yourKey,
    cell: ({ has_user_key, key_last_four }) =>
      has_user_key ? <Code>{`…${key_last_four ?? ''}`}</Code> : t.profile.noKey,
  },
  { title: t.profile.madeWith, from: 'sm', cell: (own) => <MadeWith own={own} /> },
];

function MadeWith({ own: { unusable_reason, credential_source, central_fallback } }: { own: OwnKey }) {
  return (
    <>
      {unusable_reason === null ? (
        <Text size="sm">{t.credentialSources[credential_source]}</Text>
      ) : (
        <Badge variant="light" color="orange">
          {t.credentialSources.none}
        </Badge>
      )}
      <Text size="xs" c="dimmed">
        {unusable_reason === null
          ? central_fallback
            ? t.profile.fallback
            : t.profile.noFallback
          : (t.profile.reasons[unusable_reason] ?? t.unusableReasons[unusable_reason] ?? unusable_reason)}
      </Text>
    </>
  );
}

/** The person's own keys in one tenant. */
export function OwnKeys({ tenant }: { tenant: Me['tenants'][number] }) {
  const [opened, setOpened] = useState<{ readonly what: 'set' | 'take'; readonly own: OwnKey }>();
  const list = useList<OwnKey>(['user-keys', tenant.slug], (cursor) =>
    dataOf(api.GET('/tenants/{tenant}/user-keys', { params: { path: { tenant: tenant.slug }, query: { cursor } } })),
  );
  const change = tenant.permissions.includes('user-keys:change') && tenant.status === 'active';
  const latest = list.rows.find(({ provider_id }) => provider_id === opened?.own.provider_id);
  const dialog = { tenant: tenant.slug, close: () => setOpened(undefined) };
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {tenant.name}
      </Title>
      <ListTable
        label={t.profile.keysOf(tenant.name)}
        list={list}
        columns={columns}
        rowKey={({ provider_id }) => provider_id}
        searchable={false}
        empty={<Text size="sm">{t.profile.noKeys(tenant.name)}</Text>}
        actions={
          change
            ? (own) => (
                <RowMenu
                  name={own.name}
                  actions={[
                    {
                      label: own.has_user_key ? t.profile.replace : t.profile.set,
                      icon: IconKey,
                      run: () => setOpened({ what: 'set', own }),
                    },
                    own.has_user_key && {
                      label: t.profile.take,
                      icon: IconTrash,
                      danger: true,
                      run: () => setOpened({ what: 'take', own }),
                    },
                  ]}
                />
              )
            : undefined
        }
      />
      {opened?.what === 'set' ? <SetOwnKey own={opened.own} latest={latest ?? opened.own} {...dialog} /> : null}
      {opened?.what === 'take' ? <TakeOwnKey own={opened.own} latest={latest ?? opened.own} {...dialog} /> : null}
    </Stack>
  );
}
