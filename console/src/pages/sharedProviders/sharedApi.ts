import { api, dataOf, ifMatch, type Schemas } from '../../api/client';

export type Shared = Schemas['SharedProvider'];
export type Grant = Schemas['Grant'];

/** What is read again after a shared provider changed: tenants see it among their own. */
export const CHANGES = [['shared-providers'], ['providers'], ['models'], ['default-models'], ['available-models']];

export function changeShared(id: string, body: Schemas['SharedProviderChanges'], version: number): Promise<Shared> {
  return dataOf(api.PATCH('/shared-providers/{id}', { params: { path: { id }, header: ifMatch(version) }, body }));
}
