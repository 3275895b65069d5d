import { api, dataOf, ifMatch } from '../../api/client';
import type { CatalogueModel } from '../models/api';
import { bodyOf, type CatalogueValues } from './values';

/** What is read again after the catalogue changed: models show its prices. */
export const CATALOGUE_KEYS = [['catalogue'], ['models']];

export function entryName({ family, name }: Pick<CatalogueModel, 'family' | 'name'>): string {
  return `${family}/${name}`;
}

/** Writes an operator's entry over the version that was seen; 0 or null: where no operator has written one. */
export function putEntry(
  { family, name }: Pick<CatalogueModel, 'family' | 'name'>,
  values: CatalogueValues,
  version: number | null,
): Promise<CatalogueModel> {
  return dataOf(
    api.PUT('/catalogue/models/{family}/{name}', {
      params: { path: { family, name }, header: version ? ifMatch(version) : { 'If-None-Match': '*' } },
      body: bodyOf(values),
    }),
  );
}
