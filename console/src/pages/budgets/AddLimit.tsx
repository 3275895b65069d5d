import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import type { Names } from '../../ui/useNames';
import { useSave } from '../../ui/useSave';
import { limitKeys, limitOf, limitsQuery, NO_VERSION, type RateLimit, saveLimit } from './api';
import { LimitFields } from './LimitFields';
import { isSome, type LimitNumbers } from './limitNumbers';
import { isWhole, ScopeFields, type ScopeValue } from './ScopeFields';

const SCOPES = ['tenant', 'key', 'model'] as const;

interface AddLimitProps {
  readonly tenant: string;
  readonly names: Names;
  readonly close: () => void;
}

/** Sets a limit where there is none yet. */
export function AddLimit({ tenant, names, close }: AddLimitProps) {
  const [scope, setScope] = useState<ScopeValue>({ scope: 'tenant', scope_id: null });
  const [values, setValues] = useState<LimitNumbers>({ requests_per_minute: null, tokens_per_minute: null });
  const limits = useQuery(limitsQuery(tenant));
  const taken = limitOf(limits.data ?? [], scope) !== undefined;
  const save = useSave<void, RateLimit>({
    save: () => saveLimit(tenant, scope, values, NO_VERSION),
    changes: limitKeys(tenant),
    done: close,
  });
  const errors = save.error instanceof Problem ? save.error.byField() : {};
  const refusal = taken ? t.budgets.limitTaken : undefined;
  return (
    <Dialog title={t.budgets.addLimit} close={close}>
      <FormFrame
        submit={() => save.mutate()}
        busy={save.isPending}
        error={taken ? null : save.error}
        close={close}
        disabled={!isWhole(scope) || !isSome(values) || taken}
      >
        <ScopeFields
          scopes={SCOPES}
          names={names}
          value={scope}
          onChange={(next) => {
            save.reset();
            setScope(next);
          }}
          error={refusal ?? errors['limits.0.scope_id']}
        />
        <LimitFields
          values={values}
          set={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
          errors={errors}
        />
      </FormFrame>
    </Dialog>
  );
}
