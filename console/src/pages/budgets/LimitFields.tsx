import { Text } from '@mantine/core';
import { t } from '../../texts';
import { NumberField } from '../../ui/NumberField';
import { isSome, type LimitNumbers } from './limitNumbers';

interface LimitFieldsProps {
  readonly values: LimitNumbers;
  readonly set: (field: keyof LimitNumbers, value: number | null) => void;
  readonly errors: Readonly<Record<string, string>>;
}

/** The two numbers of a limit, of which one may be left out. */
export function LimitFields({ values, set, errors }: LimitFieldsProps) {
  const input = (field: keyof LimitNumbers) => ({
    placeholder: t.budgets.unlimited,
    min: 1,
    whole: true,
    thousandSeparator: ' ',
    value: values[field],
    error: errors[`limits.0.${field}`],
    onChange: (count: number | undefined) => set(field, count ?? null),
  });
  return (
    <>
      <NumberField label={t.budgets.requests} {...input('requests_per_minute')} />
      <NumberField label={t.budgets.tokens} description={t.budgets.tokensHint} {...input('tokens_per_minute')} />
      {isSome(values) ? null : (
        <Text size="sm" c="dimmed">
          {t.budgets.oneNumber}
        </Text>
      )}
    </>
  );
}
