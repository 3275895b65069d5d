import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { formatCount } from '../../ui/format';
import { useEdit } from '../../ui/useEdit';
import type { Names } from '../../ui/useNames';
import { limitKeys, type RateLimit, readLimit, saveLimit, scopeText } from './api';
import { LimitFields } from './LimitFields';
import { changedNumbers, isSome, type LimitNumbers, numbersOf } from './limitNumbers';

interface EditLimitProps {
  readonly tenant: string;
  readonly limit: RateLimit;
  readonly names: Names;
  readonly close: () => void;
}

/** Changes the numbers of a limit. The API sets both, so the one that was not changed is sent as it is stored. */
export function EditLimit({ tenant, limit, names, close }: EditLimitProps) {
  const edit = useEdit<RateLimit, LimitNumbers>({
    stored: limit,
    valuesOf: numbersOf,
    save: async (changes, version) => {
      const now = await readLimit(tenant, limit);
      return saveLimit(tenant, limit, changedNumbers(now ?? limit, changes, version), version);
    },
    changes: limitKeys(tenant),
    done: close,
    show: (field, value) => ({
      label: field === 'requests_per_minute' ? t.budgets.requests : t.budgets.tokens,
      text: value === null ? t.budgets.unlimited : formatCount(value),
    }),
  });
  return (
    <Dialog title={t.budgets.editLimit(scopeText(limit, names))} close={close}>
      <FormFrame {...edit} disabled={!edit.dirty || !isSome(edit.values)} close={close}>
        <LimitFields values={edit.values} set={edit.set} errors={edit.errors} />
      </FormFrame>
    </Dialog>
  );
}
