import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { modelName } from '../../ui/modelName';
import { LoadError, Loading } from '../../ui/States';
import { defaultsQuery } from '../defaults/api';
import { Tile } from './Tile';

/** The default model of each type. */
export function DefaultsInShort({ tenant }: { tenant: string }) {
  const defaults = useQuery(defaultsQuery(tenant));
  return (
    <Tile
      title={t.overview.defaults}
      tenant={tenant}
      link={{ to: '/t/$tenant/model-settings', label: t.overview.toDefaults }}
    >
      {defaults.error ? <LoadError error={defaults.error} retry={() => void defaults.refetch()} /> : null}
      {defaults.isPending ? <Loading rows={2} /> : null}
      {defaults.data?.map(({ model_type, model, usable }) => (
        <Group key={model_type} justify="space-between" gap="xs">
          <Text size="sm">{t.modelTypes[model_type] ?? model_type}</Text>
          {model === null ? (
            <Text size="sm" c="dimmed">
              {t.overview.noDefault}
            </Text>
          ) : (
            <Group gap="xs">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {modelName(model)}
              </Text>
              <Badge variant="light" color={usable ? 'teal' : 'orange'}>
                {usable ? t.providers.usable : t.providers.unusable}
              </Badge>
            </Group>
          )}
        </Group>
      ))}
    </Tile>
  );
}
