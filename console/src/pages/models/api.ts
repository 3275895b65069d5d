import { queryOptions } from '@tanstack/react-query';
import { allOf, api, dataOf, type Schemas } from '../../api/client';

export { allModelsQuery } from '../../ui/allOfTenant';
export { modelName, namesOf } from '../../ui/modelName';
export type Model = Schemas['Model'];
export type CatalogueModel = Schemas['CatalogueModel'];
export type ModelType = Schemas['ModelType'];
export type Family = Schemas['Family'];
export type Prices = NonNullable<Schemas['GivenPrices']>;

export const MODEL_TYPES: readonly ModelType[] = [
  'llm',
  'text-embedding',
  'rerank',
  'speech2text',
  'tts',
  'moderation',
  'image',
];

/** What the caller may call, by family, and why not of the others; 200 models at most. */
export function availableQuery(tenant: string) {
  return queryOptions({
    queryKey: ['available-models', tenant],
    queryFn: () => dataOf(api.GET('/tenants/{tenant}/available-models', { params: { path: { tenant } } })),
  });
}

/** What the catalogue knows of a family's models. */
export function catalogueOfQuery(family: Family | undefined) {
  return queryOptions({
    queryKey: ['catalogue', 'family', family],
    queryFn: () =>
      allOf((cursor) => dataOf(api.GET('/catalogue/models', { params: { query: { family, limit: 200, cursor } } }))),
    enabled: family !== undefined,
  });
}

/** What is read again after a model or a default changed. */
export function changedByModel(tenant: string) {
  return [
    ['models', tenant],
    ['default-models', tenant],
    ['available-models', tenant],
  ];
}
