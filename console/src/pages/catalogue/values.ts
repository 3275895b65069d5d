import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import type { CatalogueModel, ModelType } from '../models/api';
import { type PriceTexts, priceMistakes, pricesBody, pricesText, priceTexts } from '../models/prices';

export type Capability = NonNullable<CatalogueModel['capabilities']>[number];

/** Whose prices count: the release's, an operator's, or none at all. */
export type PriceChoice =
  | { readonly whose: 'shipped' }
  | { readonly whose: 'none' }
  | { readonly whose: 'operator'; readonly prices: PriceTexts };

/** The fields of a catalogue model that an operator can write. */
export interface CatalogueValues {
  readonly model_type: ModelType;
  readonly display_name: string | null;
  readonly context_window: number | null;
  readonly max_output: number | null;
  readonly capabilities: readonly Capability[];
  readonly prices: PriceChoice;
}

export const NEW_VALUES: CatalogueValues = {
  model_type: 'llm',
  display_name: null,
  context_window: null,
  max_output: null,
  capabilities: [],
  prices: { whose: 'shipped' },
};

export function valuesOf(model: CatalogueModel): CatalogueValues {
  return {
    model_type: model.model_type,
    display_name: model.display_name,
    context_window: model.context_window,
    max_output: model.max_output,
    capabilities: [...(model.capabilities ?? [])].sort(),
    prices:
      model.prices_source !== 'operator'
        ? { whose: 'shipped' }
        : model.prices == null
          ? { whose: 'none' }
          : { whose: 'operator', prices: priceTexts(model.prices) },
  };
}

/** The whole entry, as the API takes it: prices that are left out are the release's, null says that there are none. */
export function bodyOf({ prices, capabilities, ...others }: CatalogueValues): Schemas['NewCatalogueModel'] {
  return {
    ...others,
    capabilities: [...capabilities],
    ...(prices.whose === 'shipped' ? {} : { prices: prices.whose === 'none' ? null : pricesBody(prices.prices) }),
  };
}

export function isComplete({ prices }: CatalogueValues): boolean {
  return prices.whose !== 'operator' || Object.keys(priceMistakes(prices.prices)).length === 0;
}

/** How a field and its value read, where two people changed it. */
export function shownValue(field: keyof CatalogueValues, value: CatalogueValues[keyof CatalogueValues]) {
  const words = t.catalogue.fields;
  const text = value === null || value === '' ? t.conflict.unset : String(value);
  switch (field) {
    case 'model_type':
      return { label: words.modelType, text: t.modelTypes[text] ?? text };
    case 'display_name':
      return { label: words.displayName, text };
    case 'context_window':
      return { label: words.contextWindow, text };
    case 'max_output':
      return { label: words.maxOutput, text };
    case 'capabilities':
      return { label: words.capabilities, text: (value as readonly string[]).join(', ') || t.common.none };
    case 'prices': {
      const choice = value as PriceChoice;
      return {
        label: words.prices,
        text: choice.whose === 'operator' ? pricesText(choice.prices) : t.catalogue.priceChoice[choice.whose],
      };
    }
  }
}
