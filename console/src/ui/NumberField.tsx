import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';
import { t } from '../texts';
import { useValidity } from './useValidity';

interface NumberFieldProps extends Omit<NumberInputProps, 'value' | 'onChange' | 'allowDecimal'> {
  readonly value: number | null | undefined;
  /** Undefined while the field holds no number. */
  readonly onChange: (value: number | undefined) => void;
  /** Without decimals; separators are then those of thousands. */
  readonly whole?: boolean;
}

/** A number, shown as it is typed: "0." and "-" stay on the way to one. What is set elsewhere takes their place. */
export function NumberField({ value, onChange, whole = false, ...others }: NumberFieldProps) {
  const [typed, setTyped] = useState(value ?? '');
  const current = value ?? undefined;
  if (numberOf(typed) !== current) {
    setTyped(current ?? '');
  }
  const unfinished = typed !== '' && current === undefined;
  const control = useValidity<HTMLInputElement>(unfinished ? t.fields.mistakes.not_a_number : undefined);
  return (
    <NumberInput
      {...others}
      ref={control}
      allowDecimal={!whole}
      allowedDecimalSeparators={whole ? [] : undefined}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        onChange(numberOf(text));
      }}
    />
  );
}

function numberOf(typed: string | number): number | undefined {
  const number = typed === '' ? Number.NaN : Number(typed);
  return Number.isNaN(number) ? undefined : number;
}
