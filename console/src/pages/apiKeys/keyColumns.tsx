import { Badge, Code, Group, Text } from '@mantine/core';
import { t } from '../../texts';
import { formatTime } from '../../ui/format';
import type { Column } from '../../ui/ListTable';
import type { Member } from '../members/memberApi';
import { type ApiKey, isPlayground } from './keyApi';

/** The columns of the list of keys; members are named where they are known. */
export function keyColumns(members: ReadonlyMap<string, Member>): readonly Column<ApiKey>[] {
  return [
    { title: t.apiKeys.name, cell: (key) => <KeyName apiKey={key} /> },
    { title: t.apiKeys.role, from: 'sm', cell: ({ role }) => t.roles[role] },
    {
      title: t.apiKeys.whose,
      from: 'xs',
      cell: ({ user_id }) =>
        user_id === null ? t.apiKeys.service : (members.get(user_id)?.display_name ?? t.apiKeys.formerMember),
    },
    {
      title: t.apiKeys.models,
      from: 'lg',
      cell: ({ allowed_models: models }) =>
        models.length === 0 ? (
          t.apiKeys.allModels
        ) : (
          <span title={models.join(', ')}>{models.length === 1 ? models[0] : t.apiKeys.modelCount(models.length)}</span>
        ),
    },
    { title: t.apiKeys.expires, from: 'md', cell: ({ expires_at }) => <Expiry at={expires_at} /> },
    {
      title: t.apiKeys.lastUsed,
      from: 'sm',
      cell: ({ last_used_at }) => (last_used_at === null ? t.apiKeys.neverUsed : formatTime(last_used_at)),
    },
  ];
}

function KeyName({ apiKey }: { apiKey: ApiKey }) {
  return (
    <>
      <Group gap={6}>
        <Text size="sm" fw={500}>
          {apiKey.name}
        </Text>
        {isPlayground(apiKey) ? (
          <Badge size="xs" variant="light">
            {t.apiKeys.playground}
          </Badge>
        ) : null}
      </Group>
      <Code>{`qm_…${apiKey.last_four}`}</Code>
      {apiKey.previous_expires_at !== null && new Date(apiKey.previous_expires_at) > new Date() ? (
        <Text size="xs" c="dimmed">
          {t.apiKeys.overlap(formatTime(apiKey.previous_expires_at))}
        </Text>
      ) : null}
    </>
  );
}

function Expiry({ at }: { at: string | null }) {
  if (at === null) {
    return t.common.never;
  }
  return new Date(at) > new Date() ? (
    formatTime(at)
  ) : (
    <Badge variant="light" color="red" title={formatTime(at)}>
      {t.apiKeys.expired}
    </Badge>
  );
}
