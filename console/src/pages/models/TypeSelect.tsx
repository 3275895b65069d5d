import { Select } from '@mantine/core';
import { t } from '../../texts';
import { MODEL_TYPES, type ModelType } from './api';

export const TYPE_CHOICES = MODEL_TYPES.map((type) => ({ value: type, label: t.modelTypes[type] ?? type }));

interface TypeSelectProps {
  readonly value: ModelType;
  readonly onChange: (type: ModelType) => void;
  readonly error?: string;
}

export function TypeSelect({ value, onChange, error }: TypeSelectProps) {
  return (
    <Select
      label={t.models.fields.modelType}
      data={TYPE_CHOICES}
      value={value}
      allowDeselect={false}
      error={error}
      onChange={(type) => type !== null && onChange(type as ModelType)}
    />
  );
}
