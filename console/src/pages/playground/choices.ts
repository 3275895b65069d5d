import type { Schemas } from '../../api/client';
import { modelName, namesOf } from '../../ui/modelName';

type Model = Pick<
  Schemas['Model'],
  'id' | 'alias' | 'family' | 'model' | 'display_name' | 'provider_id' | 'model_type' | 'usable'
>;

/** A model to choose; several may have one name, so that the id tells them apart. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What an application calls it: its name, or its id where the name could mean another. */
  readonly called: string;
}

/**
 * The models that can be chatted with, those of one name told apart.
 *
 * @param providers the names of the providers by id, as far as the caller may see them
 */
export function choicesOf(all: readonly Model[], providers: ReadonlyMap<string, string>): Choice[] {
  const chats = all.filter(({ model_type }) => model_type === 'llm');
  const usable = chats.filter((model) => model.usable);
  const names = namesOf(usable.map((one) => ({ ...one, provider_name: providers.get(one.provider_id ?? '') ?? null })));
  return usable.map((model) => {
    const name = names.get(model.id) ?? '';
    const plain = `${model.family}/${model.model}`;
    const shared = model.alias === null && chats.filter((one) => `${one.family}/${one.model}` === plain).length > 1;
    return {
      value: model.id,
      label: model.display_name ? `${model.display_name} (${name})` : name,
      called: shared ? model.id : modelName(model),
    };
  });
}
