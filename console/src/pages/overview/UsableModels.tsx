import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { LoadError, Loading } from '../../ui/States';
import { availableQuery, modelName } from '../models/api';
import { Tile } from './Tile';

const SHOWN = 6;

/** What a member may call, the first of it. */
export function UsableModels({ tenant }: { tenant: string }) {
  const available = useQuery(availableQuery(tenant));
  const models = available.data?.data.flatMap((family) => family.models).filter(({ usable }) => usable) ?? [];
  return (
    <Tile title={t.overview.models} tenant={tenant} link={{ to: '/t/$tenant/models', label: t.overview.toModels }}>
      {available.error ? <LoadError error={available.error} retry={() => void available.refetch()} /> : null}
      {available.isPending ? <Loading rows={2} /> : null}
      {available.data && models.length === 0 ? <Text size="sm">{t.overview.noModels}</Text> : null}
      {models.slice(0, SHOWN).map((model) => (
        <Text key={model.id} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {modelName(model)} · {t.modelTypes[model.model_type] ?? model.model_type}
        </Text>
      ))}
      {models.length > SHOWN ? (
        <Text size="sm" c="dimmed">
          {t.overview.moreModels(models.length - SHOWN)}
        </Text>
      ) : null}
    </Tile>
  );
}
