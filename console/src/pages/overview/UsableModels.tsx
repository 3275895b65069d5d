import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { LoadError, Loading } from '../../ui/States';
import { availableQuery, modelName } from '../models/api';
import { Tile } from './Tile';

/** What a member may call. */
export function UsableModels({ tenant }: { tenant: string }) {
  const available = useQuery(availableQuery(tenant));
  const models = available.data?.data.flatMap((family) => family.models).filter(({ usable }) => usable) ?? [];
  return (
    <Tile title={t.overview.models} tenant={tenant}>
      {available.error ? <LoadError error={available.error} retry={() => void available.refetch()} /> : null}
      {available.isPending ? <Loading rows={2} /> : null}
      {available.data && models.length === 0 ? <Text size="sm">{t.overview.noModels}</Text> : null}
      {models.map((model) => (
        <Text key={model.id} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {modelName(model)} · {t.modelTypes[model.model_type] ?? model.model_type}
        </Text>
      ))}
    </Tile>
  );
}
