import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, ifMatch, type Schemas } from '../../api/client';
import { t } from '../../texts';
import { modelName } from '../models/api';

export type DefaultModel = Schemas['DefaultModel'];

/** The default of every type, the unset ones too. */
export function defaultsQuery(tenant: string) {
  return queryOptions({
    queryKey: ['default-models', tenant],
    queryFn: async () =>
      (await dataOf(api.GET('/tenants/{tenant}/default-models', { params: { path: { tenant } } }))).data,
  });
}

/** What a person decided: to pin a model, to pin "none", or to un-pin. */
export type Choice = { readonly pin: string | null } | 'unpin';

/** Saves a choice if the row still is as it was seen; a type without a row must have none still. */
export function saveDefault(tenant: string, type: DefaultModel['model_type'], choice: Choice, version: number | null) {
  const path = { tenant, type };
  const header = version === null ? ({ 'If-None-Match': '*' } as const) : ifMatch(version);
  return choice === 'unpin'
    ? dataOf(
        api.DELETE('/tenants/{tenant}/default-models/{type}', {
          params: { path, header: version === null ? {} : ifMatch(version) },
        }),
      )
    : dataOf(
        api.PUT('/tenants/{tenant}/default-models/{type}', {
          params: { path, header },
          body: { model_id: choice.pin },
        }),
      );
}

/** The default's model by name; "none" where there is none. */
export function defaultName({ model, model_id }: DefaultModel): string {
  return model === null ? (model_id ?? t.defaults.none) : modelName(model);
}
