import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { parseMoney } from '../../ui/format';
import type { Names } from '../../ui/useNames';
import { useSave } from '../../ui/useSave';
import { usageQuery } from '../usage/api';
import { spanOf } from '../usage/series';
import { AmountFields } from './AmountFields';
import { BUDGET_SCOPES, type Budget, budgetKeys } from './api';
import { isWhole, ScopeFields, type ScopeValue } from './ScopeFields';

export function NewBudget({ tenant, names, close }: { tenant: string; names: Names; close: () => void }) {
  const [requestKey] = useState(newRequestKey);
  const [scope, setScope] = useState<ScopeValue>({ scope: 'tenant', scope_id: null });
  const [window, setWindow] = useState<Budget['window']>('month');
  const [amount, setAmount] = useState('');
  const [mode, setMode] = useState<Budget['mode']>('strict');
  const [span] = useState(() => spanOf('7d', new Date()));
  const currency = useQuery(usageQuery(tenant, span, 'day')).data?.currency ?? '…';
  const limit = parseMoney(amount);
  const save = useSave<void, Budget>({
    save: () =>
      dataOf(
        api.POST('/tenants/{tenant}/budgets', {
          params: { path: { tenant }, header: { 'Idempotency-Key': requestKey } },
          body: {
            scope: scope.scope,
            ...(scope.scope_id === null ? {} : { scope_id: scope.scope_id }),
            window,
            limit_micros: limit ?? 0,
            mode,
          },
        }),
      ),
    changes: budgetKeys(tenant),
    done: close,
  });
  const errors = save.error instanceof Problem ? save.error.byField() : {};
  return (
    <Dialog title={t.budgets.add} close={close}>
      <FormFrame
        submit={() => save.mutate()}
        busy={save.isPending}
        error={save.error}
        close={close}
        action={t.common.add}
        disabled={limit === undefined || !isWhole(scope)}
      >
        <ScopeFields
          scopes={BUDGET_SCOPES}
          names={names}
          value={scope}
          onChange={(next) => {
            save.reset();
            setScope(next);
          }}
          error={errors.scope_id}
        />
        <Select
          label={t.budgets.window}
          description={t.budgets.windowHint}
          data={Object.entries(t.budgets.windows).map(([value, label]) => ({ value, label }))}
          value={window}
          allowDeselect={false}
          onChange={(chosen) => setWindow(chosen as Budget['window'])}
        />
        <AmountFields
          currency={currency}
          amount={amount}
          setAmount={setAmount}
          mode={mode}
          setMode={setMode}
          error={errors.limit_micros}
        />
      </FormFrame>
    </Dialog>
  );
}
