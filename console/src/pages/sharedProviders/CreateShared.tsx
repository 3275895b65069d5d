import { Select } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import type { Family } from '../../api/families';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useSave } from '../../ui/useSave';
import { bodyOf } from '../providers/secret';
import { SharedFields } from './SharedFields';
import { CHANGES, type Shared } from './sharedApi';
import { newDraft } from './sharedDraft';

interface CreateSharedProps {
  readonly families: readonly Family[];
  readonly made: (shared: Shared) => void;
  readonly close: () => void;
}

export function CreateShared({ families, made, close }: CreateSharedProps) {
  const [requestKey] = useState(newRequestKey);
  const [family, setFamily] = useState(families[0]);
  const [draft, setDraft] = useState(() => newDraft(families[0]));
  const create = useSave({
    save: ({ family: name }: Family) => {
      const { base_url, ...body } = bodyOf(draft);
      return dataOf(
        api.POST('/shared-providers', {
          params: { header: { 'Idempotency-Key': requestKey } },
          body: {
            ...body,
            family: name,
            name: draft.name,
            enabled: draft.enabled,
            ...(base_url === null ? {} : { base_url }),
          },
        }),
      );
    },
    changes: CHANGES,
    done: made,
    says: t.sharedProviders.created,
  });
  if (family === undefined) {
    return null;
  }
  return (
    <Dialog title={t.sharedProviders.add} close={close} side>
      <FormFrame
        submit={() => create.mutate(family)}
        busy={create.isPending}
        error={create.error}
        close={close}
        action={t.common.add}
      >
        <Select
          label={t.common.family}
          data={families.map((one) => ({ value: one.family, label: one.display_name }))}
          value={family.family}
          searchable
          allowDeselect={false}
          onChange={(name) => {
            const chosen = families.find((one) => one.family === name);
            if (chosen !== undefined) {
              setFamily(chosen);
              setDraft((before) => ({ ...newDraft(chosen), name: before.name, enabled: before.enabled }));
            }
          }}
        />
        <SharedFields
          family={family}
          values={draft}
          set={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
          errors={create.error instanceof Problem ? create.error.byField() : {}}
        />
      </FormFrame>
    </Dialog>
  );
}
