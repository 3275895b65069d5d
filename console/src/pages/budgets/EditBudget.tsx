import { useState } from 'react';
import { api, dataOf, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { formatMoney, moneyText, parseMoney } from '../../ui/format';
import { useEdit } from '../../ui/useEdit';
import type { Names } from '../../ui/useNames';
import { AmountFields } from './AmountFields';
import { type Budget, budgetKeys, budgetText } from './api';

interface EditBudgetProps {
  readonly tenant: string;
  readonly budget: Budget;
  readonly names: Names;
  readonly close: () => void;
}

type Values = Pick<Budget, 'limit_micros' | 'mode'>;

export function EditBudget({ tenant, budget, names, close }: EditBudgetProps) {
  const [amount, setAmount] = useState(() => moneyText(budget.limit_micros));
  const [read, setRead] = useState(false);
  const edit = useEdit<Budget, Values>({
    stored: budget,
    valuesOf: ({ limit_micros, mode }) => ({ limit_micros, mode }),
    save: (body, version) =>
      dataOf(
        api.PATCH('/tenants/{tenant}/budgets/{budget}', {
          params: { path: { tenant, budget: budget.id }, header: ifMatch(version) },
          body,
        }),
      ),
    changes: budgetKeys(tenant),
    done: close,
    show: (field, value) =>
      field === 'limit_micros'
        ? { label: t.budgets.amount(budget.currency), text: formatMoney(Number(value), budget.currency) }
        : { label: t.budgets.mode, text: t.budgets.modeShort[value as Budget['mode']] },
  });
  const conflict = edit.conflict && {
    ...edit.conflict,
    takeTheirs: () => {
      edit.conflict?.takeTheirs();
      setRead(true);
    },
  };
  if (read) {
    setRead(false);
    setAmount(moneyText(edit.values.limit_micros)); // what was typed is given up with the rest
  }
  const write = (typed: string) => {
    setAmount(typed);
    const limit = parseMoney(typed);
    if (limit !== undefined) {
      edit.set('limit_micros', limit);
    }
  };
  return (
    <Dialog title={t.budgets.edit(budgetText(budget, names))} close={close}>
      <FormFrame {...edit} conflict={conflict} disabled={!edit.dirty || parseMoney(amount) === undefined} close={close}>
        <AmountFields
          currency={budget.currency}
          amount={amount}
          setAmount={write}
          mode={edit.values.mode}
          setMode={(mode) => edit.set('mode', mode)}
          error={edit.errors.limit_micros}
        />
      </FormFrame>
    </Dialog>
  );
}
