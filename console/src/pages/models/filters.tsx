import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { t } from '../../texts';
import { familiesQuery, providersQuery } from '../providers/api';
import type { Family, ModelType } from './api';
import { TYPE_CHOICES } from './TypeSelect';

const WIDTH = { base: '100%', xs: 190 };

export function TypeFilter({ value, onChange }: FilterProps<ModelType>) {
  return (
    <Select
      aria-label={t.models.type}
      placeholder={t.models.anyType}
      data={TYPE_CHOICES}
      value={value}
      clearable
      clearButtonProps={{ 'aria-label': t.models.anyType }}
      w={WIDTH}
      onChange={(type) => onChange(type as ModelType | null)}
    />
  );
}

export function FamilyFilter({ value, onChange }: FilterProps<Family>) {
  const families = useQuery(familiesQuery);
  return (
    <Select
      aria-label={t.common.family}
      placeholder={t.models.anyFamily}
      data={(families.data ?? []).map((one) => ({ value: one.family, label: one.display_name }))}
      value={value}
      clearable
      searchable
      clearButtonProps={{ 'aria-label': t.models.anyFamily }}
      w={WIDTH}
      onChange={(family) => onChange(family as Family | null)}
    />
  );
}

/** For who may see providers. */
export function ProviderFilter({ tenant, value, onChange }: FilterProps<string> & { readonly tenant: string }) {
  const providers = useQuery(providersQuery(tenant));
  return (
    <Select
      aria-label={t.models.provider}
      placeholder={t.models.anyProvider}
      data={(providers.data ?? []).map(({ id, name, family }) => ({ value: id, label: `${name} (${family})` }))}
      value={value}
      clearable
      searchable
      clearButtonProps={{ 'aria-label': t.models.anyProvider }}
      w={WIDTH}
      onChange={onChange}
    />
  );
}

interface FilterProps<T> {
  readonly value: T | null;
  readonly onChange: (value: T | null) => void;
}
