import { api, dataOf } from '../../api/client';
import { type ListState, useList } from '../../ui/useList';
import type { Family, Model, ModelType } from './api';

export interface ModelFilter {
  readonly model_type: ModelType | null;
  readonly family: Family | null;
  readonly provider_id: string | null;
}

export const NO_FILTER: ModelFilter = { model_type: null, family: null, provider_id: null };

/** The model configs of a tenant, or those that were deleted, page by page. */
export function useModelList(tenant: string, filter: ModelFilter, deleted: boolean): ListState<Model> {
  return useList<Model>(['models', tenant, deleted ? 'deleted' : 'live', filter], (cursor, q) =>
    dataOf(
      api.GET('/tenants/{tenant}/models', {
        params: {
          path: { tenant },
          query: {
            cursor,
            q,
            deleted: deleted ? true : undefined,
            model_type: filter.model_type ?? undefined,
            family: filter.family ?? undefined,
            provider_id: filter.provider_id ?? undefined,
          },
        },
      }),
    ),
  );
}
