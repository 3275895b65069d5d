import { Alert, Anchor, List, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import { ListStates } from '../../ui/ListStates';
import { SearchInput } from '../../ui/SearchInput';
import { EmptyState, LoadError, Loading } from '../../ui/States';
import { useLocalList } from '../../ui/useLocalList';
import { availableQuery, modelName } from './api';
import { ModelCell } from './ModelCells';

type Family = Schemas['AvailableModels']['data'][number];

/** What the caller can call, by family, and what is missing for the other families. */
export function AvailableModels({ tenant }: { tenant: string }) {
  const available = useQuery(availableQuery(tenant));
  if (available.error) {
    return <LoadError error={available.error} retry={() => void available.refetch()} />;
  }
  if (available.isPending) {
    return <Loading />;
  }
  const usable = available.data.data.filter((family) => family.usable);
  const others = available.data.data.filter((family) => !family.usable);
  return (
    <Stack gap="lg">
      {usable.length === 0 ? (
        <EmptyState title={t.models.available.nothing} hint={t.models.available.nothingHint} />
      ) : (
        <UsableModels tenant={tenant} families={usable} />
      )}
      {available.data.complete ? null : <Alert color="gray">{t.models.available.incomplete}</Alert>}
      {others.length === 0 ? null : (
        <Stack gap="sm">
          <Title order={2} size="h4">
            {t.models.available.others}
          </Title>
          <List size="sm" spacing={6}>
            {others.map((family) => (
              <List.Item key={family.family}>
                <Text size="sm" component="span" fw={600}>
                  {family.display_name}
                </Text>
                {': '}
                {family.advice}{' '}
                {family.reason === 'user_api_key_required' ? (
                  <Anchor size="sm" underline="always" renderRoot={(props) => <Link to="/profile" {...props} />}>
                    {t.mending.profile}
                  </Anchor>
                ) : null}
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </Stack>
  );
}

function UsableModels({ tenant, families }: { tenant: string; families: readonly Family[] }) {
  const list = useLocalList(
    families.flatMap((family) => family.models.map((model) => ({ family, model }))),
    ({ family, model }) => [modelName(model), model.model, model.display_name ?? '', family.display_name],
  );
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t.models.available.usable}
      </Title>
      <SearchInput label={t.models.available.usable} value={list.search} onChange={list.setSearch} />
      <ListStates list={list} empty={null}>
        {families.map((family) => (
          <FamilyModels
            key={family.family}
            tenant={tenant}
            family={family}
            models={list.rows.filter((row) => row.family === family).map(({ model }) => model)}
          />
        ))}
      </ListStates>
    </Stack>
  );
}

interface FamilyModelsProps {
  readonly tenant: string;
  readonly family: Family;
  readonly models: Family['models'];
}

function FamilyModels({ tenant, family, models }: FamilyModelsProps) {
  if (models.length === 0) {
    return null;
  }
  return (
    <Paper withBorder p="md" component="section" aria-label={family.display_name}>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {family.display_name}
        </Title>
        <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {models.map((model) => (
            <li key={model.id}>
              <ModelCell tenant={tenant} model={model} typed />
            </li>
          ))}
        </Stack>
      </Stack>
    </Paper>
  );
}
