import { Input, MultiSelect, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useId } from 'react';
import { t } from '../../texts';
import { NumberField } from '../../ui/NumberField';
import { PriceFields } from '../models/PriceFields';
import type { PriceTexts } from '../models/prices';
import { TypeSelect } from '../models/TypeSelect';
import type { Capability, CatalogueValues, PriceChoice } from './values';

const words = t.catalogue.fields;
const CAPABILITIES = Object.entries(t.catalogue.capabilityNames).map(([value, label]) => ({ value, label }));
const WHOSE = (['shipped', 'operator', 'none'] as const).map((value) => ({
  value,
  label: t.catalogue.priceChoice[value],
}));

interface CatalogueFieldsProps {
  readonly values: CatalogueValues;
  readonly set: <Field extends keyof CatalogueValues>(field: Field, value: CatalogueValues[Field]) => void;
  readonly errors: Readonly<Record<string, string>>;
  /** The prices that count now, to begin from. */
  readonly current: PriceTexts;
}

export function CatalogueFields({ values, set, errors, current }: CatalogueFieldsProps) {
  const pricesLabel = useId();
  const { prices } = values;
  const choose = (whose: PriceChoice['whose']) =>
    set('prices', whose === 'operator' ? { whose, prices: current } : { whose });
  return (
    <>
      <TypeSelect value={values.model_type} onChange={(type) => set('model_type', type)} error={errors.model_type} />
      <TextInput
        label={words.displayName}
        value={values.display_name ?? ''}
        maxLength={200}
        error={errors.display_name}
        onChange={(event) => set('display_name', event.currentTarget.value || null)}
      />
      <TokensInput
        label={words.contextWindow}
        value={values.context_window}
        error={errors.context_window}
        onChange={(tokens) => set('context_window', tokens)}
      />
      <TokensInput
        label={words.maxOutput}
        value={values.max_output}
        error={errors.max_output}
        onChange={(tokens) => set('max_output', tokens)}
      />
      <MultiSelect
        label={words.capabilities}
        data={CAPABILITIES}
        value={[...values.capabilities]}
        error={errors.capabilities}
        onChange={(chosen) => set('capabilities', [...(chosen as Capability[])].sort())}
      />
      <Stack gap="xs">
        <Input.Label id={pricesLabel} component="span">
          {t.catalogue.priceChoice.label}
        </Input.Label>
        <SegmentedControl
          aria-labelledby={pricesLabel}
          data={WHOSE}
          value={prices.whose}
          onChange={(whose) => choose(whose as PriceChoice['whose'])}
        />
        <Text size="xs" c="dimmed">
          {t.catalogue.priceChoiceHint[prices.whose]}
        </Text>
        {prices.whose === 'operator' ? (
          <PriceFields
            value={prices.prices}
            onChange={(typed) => set('prices', { whose: 'operator', prices: typed })}
            placeholders={{}}
            errors={errors}
          />
        ) : null}
      </Stack>
    </>
  );
}

interface TokensInputProps {
  readonly label: string;
  readonly value: number | null;
  readonly error: string | undefined;
  readonly onChange: (tokens: number | null) => void;
}

function TokensInput({ label, value, error, onChange }: TokensInputProps) {
  return (
    <NumberField
      label={label}
      value={value}
      min={1}
      max={2_147_483_647}
      whole
      hideControls
      error={error}
      onChange={(tokens) => onChange(tokens ?? null)}
    />
  );
}
