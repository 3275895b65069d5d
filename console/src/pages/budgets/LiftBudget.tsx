import { api, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';
import type { Names } from '../../ui/useNames';
import { type Budget, budgetKeys, budgetText } from './api';

interface LiftBudgetProps {
  readonly tenant: string;
  readonly budget: Budget;
  readonly names: Names;
  readonly close: () => void;
}

export function LiftBudget({ tenant, budget, names, close }: LiftBudgetProps) {
  const name = budgetText(budget, names);
  const deletion = useDelete({
    version: budget.version,
    remove: (version) =>
      api.DELETE('/tenants/{tenant}/budgets/{budget}', {
        params: { path: { tenant, budget: budget.id }, header: ifMatch(version) },
      }),
    changes: budgetKeys(tenant),
    done: close,
    says: t.budgets.lifted,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.budgets.liftTitle(name)}
      name={name}
      explanation={t.budgets.liftHint}
      action={t.budgets.lift}
      close={close}
    />
  );
}
