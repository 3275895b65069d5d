import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import type { Fields } from '../../ui/schema';
import type { Model } from './api';
import { type PriceTexts, pricesBody, pricesText, priceTexts } from './prices';

/** The fields of a model that can be changed, as its form holds them. */
export interface ModelValues {
  readonly model: string;
  readonly alias: string | null;
  readonly display_name: string | null;
  readonly provider_id: string | null;
  readonly context_limit: number | null;
  /** Null while the field is empty, which is not sent. */
  readonly compression_threshold: number | null;
  readonly options: Fields;
  /** The tenant's own; null: the catalogue's count. */
  readonly prices: PriceTexts | null;
  readonly fallbacks: readonly string[];
}

export const NEW_VALUES: ModelValues = {
  model: '',
  alias: null,
  display_name: null,
  provider_id: null,
  context_limit: null,
  compression_threshold: 70,
  options: {},
  prices: null,
  fallbacks: [],
};

export function valuesOf(model: Model): ModelValues {
  return {
    model: model.model,
    alias: model.alias,
    display_name: model.display_name,
    provider_id: model.provider_id,
    context_limit: model.context_limit,
    compression_threshold: model.compression_threshold,
    options: model.options ?? {},
    prices: model.prices_source === 'tenant' ? priceTexts(model.prices) : null,
    fallbacks: model.fallbacks ?? [],
  };
}

/** The fields as the API takes them. */
export function bodyOf(values: Partial<ModelValues>): Schemas['ModelChanges'] {
  const { prices, fallbacks, compression_threshold, ...others } = values;
  return {
    ...others,
    ...(compression_threshold == null ? {} : { compression_threshold }),
    ...(prices === undefined ? {} : { prices: pricesBody(prices) }),
    ...(fallbacks === undefined ? {} : { fallbacks: [...fallbacks] }),
  };
}

interface Names {
  readonly provider: (id: string) => string;
  readonly model: (id: string) => string;
}

/** How a field and its value read, where two people changed it. */
export function shownValue(field: keyof ModelValues, values: ModelValues[keyof ModelValues], names: Names) {
  const words = t.models.fields;
  const text = (value: unknown) => (value === null || value === '' ? t.conflict.unset : String(value));
  switch (field) {
    case 'model':
      return { label: words.model, text: text(values) };
    case 'alias':
      return { label: words.alias, text: text(values) };
    case 'display_name':
      return { label: words.displayName, text: text(values) };
    case 'provider_id':
      return { label: words.provider, text: values === null ? t.models.unbound : names.provider(String(values)) };
    case 'context_limit':
      return { label: words.contextLimit, text: text(values) };
    case 'compression_threshold':
      return { label: words.compression, text: text(values) };
    case 'options':
      return { label: words.options, text: JSON.stringify(values) };
    case 'prices':
      return { label: words.prices, text: pricesText(values as PriceTexts | null) };
    case 'fallbacks':
      return {
        label: words.fallbacks,
        text: (values as readonly string[]).map(names.model).join(', ') || words.fallbacksNone,
      };
  }
}
