import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { LoadError, Loading } from '../../ui/States';
import { allModelsQuery } from '../models/api';
import { defaultsQuery } from './api';
import { DefaultRow } from './DefaultRow';

/** Model settings: one row for each model type. */
export function DefaultsPage() {
  const tenant = useTenant();
  const defaults = useQuery(defaultsQuery(tenant));
  const models = useQuery(allModelsQuery(tenant));
  const error = defaults.error ?? models.error;
  const retry = () => {
    void defaults.refetch();
    void models.refetch();
  };
  return (
    <Page title={t.defaults.title} description={t.defaults.description}>
      {error ? <LoadError error={error} retry={retry} /> : null}
      {defaults.data && models.data ? (
        <Stack gap="sm">
          {defaults.data.map((stored) => (
            <DefaultRow
              key={`${tenant} ${stored.model_type}`}
              tenant={tenant}
              stored={stored}
              models={models.data.filter((model) => model.model_type === stored.model_type)}
            />
          ))}
        </Stack>
      ) : error ? null : (
        <Loading rows={7} />
      )}
    </Page>
  );
}
