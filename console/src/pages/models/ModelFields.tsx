import { Accordion, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../texts';
import { NumberField } from '../../ui/NumberField';
import { SchemaForm } from '../../ui/SchemaForm';
import { below, type JsonSchema, sameJson } from '../../ui/schema';
import type { Provider } from '../providers/api';
import type { CatalogueModel, Model } from './api';
import { Fallbacks } from './Fallbacks';
import { OwnPrices } from './OwnPrices';
import { priceTexts } from './prices';
import { type ModelValues, NEW_VALUES } from './values';

const words = t.models.fields;

export interface ModelFieldsProps {
  readonly values: ModelValues;
  readonly set: <Field extends keyof ModelValues>(field: Field, value: ModelValues[Field]) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly optionsSchema: JsonSchema;
  /** Of the model's family. */
  readonly providers: readonly Provider[];
  readonly candidates: readonly Model[];
  /** Of the tenant's models, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** What the catalogue knows of it. */
  readonly known: CatalogueModel | undefined;
}

/** The fields that a new model and a changed one have in common, the rarer ones folded away. */
export function ModelFields({
  values,
  set,
  errors,
  optionsSchema,
  providers,
  candidates,
  names,
  known,
}: ModelFieldsProps) {
  const [opened, setOpened] = useState(
    () =>
      (['options', 'fallbacks', 'prices'] as const).filter(
        (field) => !sameJson(values[field], NEW_VALUES[field]),
      ) as string[],
  );
  return (
    <>
      <TextInput
        label={words.alias}
        description={words.aliasHint}
        value={values.alias ?? ''}
        maxLength={128}
        error={errors.alias}
        onChange={(event) => set('alias', event.currentTarget.value || null)}
      />
      <TextInput
        label={words.displayName}
        placeholder={known?.display_name ?? undefined}
        value={values.display_name ?? ''}
        maxLength={200}
        error={errors.display_name}
        onChange={(event) => set('display_name', event.currentTarget.value || null)}
      />
      <Select
        label={words.provider}
        description={t.models.unboundHint}
        data={providers.map(({ id, name }) => ({ value: id, label: name }))}
        value={values.provider_id}
        placeholder={t.models.unbound}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': t.models.unbound }}
        error={errors.provider_id}
        onChange={(id) => set('provider_id', id)}
      />
      <NumberField
        label={words.contextLimit}
        description={known?.context_window == null ? words.contextUnknown : words.contextHint}
        placeholder={known?.context_window?.toString()}
        value={values.context_limit}
        min={1}
        max={2_147_483_647}
        whole
        hideControls
        error={errors.context_limit}
        onChange={(limit) => set('context_limit', limit ?? null)}
      />
      <NumberField
        label={words.compression}
        description={words.compressionHint}
        value={values.compression_threshold}
        required
        min={0}
        max={100}
        whole
        error={errors.compression_threshold}
        onChange={(threshold) => set('compression_threshold', threshold ?? null)}
      />
      <Accordion multiple variant="separated" value={opened} onChange={setOpened}>
        <Accordion.Item
          value="options"
          // the browser cannot go to a mistake that is folded away
          onInvalidCapture={() => setOpened((before) => [...new Set([...before, 'options'])])}
        >
          <Accordion.Control>{words.options}</Accordion.Control>
          <Accordion.Panel>
            <SchemaForm
              schema={optionsSchema}
              value={values.options}
              onChange={(options) => set('options', options)}
              errors={below(errors, 'options')}
            />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="fallbacks">
          <Accordion.Control>{words.fallbacks}</Accordion.Control>
          <Accordion.Panel>
            <Fallbacks
              value={values.fallbacks}
              onChange={(ids) => set('fallbacks', ids)}
              candidates={candidates}
              names={names}
              error={errors.fallbacks ?? Object.values(below(errors, 'fallbacks'))[0]}
            />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="prices">
          <Accordion.Control>{words.prices}</Accordion.Control>
          <Accordion.Panel>
            <OwnPrices
              value={values.prices}
              onChange={(prices) => set('prices', prices)}
              catalogue={priceTexts(known?.prices)}
              errors={errors}
            />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </>
  );
}
