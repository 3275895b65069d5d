import { Select } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useSave } from '../../ui/useSave';
import { changedByProvider, type Family, type Provider } from './api';
import { newDraft } from './draft';
import { ProviderFields } from './ProviderFields';
import { blankSecret, bodyOf } from './secret';

interface AddProviderProps {
  readonly tenant: string;
  readonly families: readonly Family[];
  readonly made: (provider: Provider) => void;
  readonly close: () => void;
}

export function AddProvider({ tenant, families, made, close }: AddProviderProps) {
  const [requestKey] = useState(newRequestKey);
  const [family, setFamily] = useState(() => families.find((one) => one.family === 'openai') ?? families[0]);
  const [draft, setDraft] = useState(() => newDraft(family));
  const create = useSave({
    save: ({ family: name }: Family) => {
      const { base_url, ...body } = bodyOf(draft);
      return dataOf(
        api.POST('/tenants/{tenant}/providers', {
          params: { path: { tenant }, header: { 'Idempotency-Key': requestKey } },
          body: { ...body, family: name, name: draft.name, ...(base_url == null ? {} : { base_url }) },
        }),
      );
    },
    changes: changedByProvider(tenant),
    says: t.providers.nextModels,
    done: made,
  });
  if (family === undefined) {
    return null;
  }
  return (
    <Dialog title={t.providers.add} close={close} side>
      <FormFrame
        submit={() => create.mutate(family)}
        busy={create.isPending}
        error={create.error}
        close={close}
        action={t.common.add}
      >
        <Select
          label={t.providers.fields.family}
          data={families.map((one) => ({ value: one.family, label: one.display_name }))}
          value={family.family}
          searchable
          allowDeselect={false}
          onChange={(name) => {
            const chosen = families.find((one) => one.family === name);
            if (chosen !== undefined) {
              setFamily(chosen);
              setDraft((before) => ({ ...before, settings: {}, secret: blankSecret(chosen) }));
            }
          }}
        />
        <ProviderFields
          family={family}
          values={draft}
          set={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
          errors={create.error instanceof Problem ? create.error.byField() : {}}
        />
      </FormFrame>
    </Dialog>
  );
}
