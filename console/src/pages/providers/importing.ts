import type { Schemas } from '../../api/client';

export type ModelType = Schemas['ModelType'];
export type Offered = Schemas['UpstreamModel'];

/** The type that a model is added as: the one that was chosen, else what the catalogue knows. */
export function typeOf(model: Offered, chosen: Readonly<Record<string, ModelType>>): ModelType | null {
  return chosen[model.model] ?? (model.model_type as ModelType | null);
}

export function matching(models: readonly Offered[], search: string): Offered[] {
  const needle = search.trim().toLowerCase();
  return models.filter(({ model, display_name }) => `${model} ${display_name ?? ''}`.toLowerCase().includes(needle));
}

export function withTicks(ticked: ReadonlySet<string>, names: readonly string[], on: boolean): ReadonlySet<string> {
  const others = [...ticked].filter((name) => !names.includes(name));
  return new Set(on ? [...others, ...names] : others);
}
