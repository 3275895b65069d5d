import type { Schemas } from '../api/client';

/** What a model is called: its alias, or its family and name. */
export function modelName({ alias, family, model }: Pick<Schemas['Model'], 'alias' | 'family' | 'model'>): string {
  return alias ?? `${family}/${model}`;
}
