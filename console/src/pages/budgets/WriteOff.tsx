import { Text } from '@mantine/core';
import { api, dataOf } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import type { Names } from '../../ui/useNames';
import { useSave } from '../../ui/useSave';
import { type Budget, budgetKeys, budgetText } from './api';

interface WriteOffProps {
  readonly tenant: string;
  readonly budget: Budget;
  readonly names: Names;
  readonly close: () => void;
}

export function WriteOff({ tenant, budget, names, close }: WriteOffProps) {
  const save = useSave<void, Budget>({
    save: () =>
      dataOf(
        api.POST('/tenants/{tenant}/budgets/{budget}/write-off', { params: { path: { tenant, budget: budget.id } } }),
      ),
    changes: budgetKeys(tenant),
    says: t.budgets.writtenOff,
    done: close,
  });
  return (
    <Dialog title={t.budgets.writeOffTitle(budgetText(budget, names))} close={close}>
      <FormFrame
        submit={() => save.mutate()}
        busy={save.isPending}
        error={save.error}
        close={close}
        action={t.budgets.confirm}
      >
        <Text size="sm">{t.budgets.writeOffHint}</Text>
      </FormFrame>
    </Dialog>
  );
}
