import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';
import type { Names } from '../../ui/useNames';
import { limitKeys, type RateLimit, scopeText, setLimit } from './api';

interface LiftLimitProps {
  readonly tenant: string;
  readonly limit: RateLimit;
  readonly names: Names;
  readonly close: () => void;
}

export function LiftLimit({ tenant, limit, names, close }: LiftLimitProps) {
  const name = scopeText(limit, names);
  const deletion = useDelete({
    version: limit.version,
    remove: (version) => setLimit(tenant, limit, {}, version).catch(unlessLifted),
    changes: limitKeys(tenant),
    done: close,
    says: t.budgets.limitLifted,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.budgets.liftLimitTitle(name)}
      name={name}
      explanation={t.budgets.liftLimitHint}
      action={t.budgets.lift}
      close={close}
    />
  );
}

/** Where nothing is stored any more, somebody else has lifted it: that is what was wanted. */
function unlessLifted(error: unknown): void {
  if (!(error instanceof Problem && error.isStale && error.current === undefined)) {
    throw error;
  }
}
