import { Radio, Stack, TextInput } from '@mantine/core';
import { t } from '../../texts';
import { parseMoney } from '../../ui/format';
import type { Budget } from './api';

interface AmountFieldsProps {
  readonly currency: string;
  readonly amount: string;
  readonly setAmount: (amount: string) => void;
  readonly mode: Budget['mode'];
  readonly setMode: (mode: Budget['mode']) => void;
  readonly error?: string;
}

/** How much a budget is, and what happens at its end. */
export function AmountFields({ currency, amount, setAmount, mode, setMode, error }: AmountFieldsProps) {
  const wrong = amount !== '' && parseMoney(amount) === undefined;
  return (
    <Stack gap="sm">
      <TextInput
        label={t.budgets.amount(currency)}
        inputMode="decimal"
        required
        value={amount}
        error={wrong ? t.budgets.amountWrong : error}
        onChange={(event) => setAmount(event.currentTarget.value)}
      />
      <Radio.Group label={t.budgets.mode} value={mode} onChange={(chosen) => setMode(chosen as Budget['mode'])}>
        <Stack gap={6} pt={6}>
          <Radio value="strict" label={t.budgets.modes.strict} />
          <Radio value="soft" label={t.budgets.modes.soft} />
        </Stack>
      </Radio.Group>
    </Stack>
  );
}
