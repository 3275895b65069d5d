import type { Schemas } from '../api/client';
import { t } from '../texts';

type Called = Pick<Schemas['Model'], 'alias' | 'family' | 'model'>;
type Told = Called & Pick<Schemas['Model'], 'id' | 'provider_id' | 'provider_name'>;

/** What a model is called: its alias, or its family and name. */
export function modelName({ alias, family, model }: Called): string {
  return alias ?? `${family}/${model}`;
}

/** What models are called beside each other, by id: those of one name with their provider as far as it may be known, or their id. */
export function namesOf(models: readonly Told[]): ReadonlyMap<string, string> {
  const byProvider = toldApart(models, modelName, ({ id, provider_id, provider_name }) =>
    provider_id === null ? t.models.unbound : (provider_name ?? id),
  );
  const name = toldApart(models, byProvider, ({ id }) => id);
  return new Map(models.map((model) => [model.id, name(model)]));
}

/** The name, with something more where several models have it. */
function toldApart(models: readonly Told[], name: (model: Told) => string, more: (model: Told) => string) {
  const counts = new Map<string, number>();
  for (const model of models) {
    counts.set(name(model), (counts.get(name(model)) ?? 0) + 1);
  }
  return (model: Told) => (counts.get(name(model)) === 1 ? name(model) : `${name(model)} · ${more(model)}`);
}
