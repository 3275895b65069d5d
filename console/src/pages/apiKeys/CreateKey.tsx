import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useSave } from '../../ui/useSave';
import type { Member } from '../members/memberApi';
import { KeyFields, type KeyValues } from './KeyFields';
import { KeyText, type MadeKey } from './KeyText';
import { apiKeyKeys } from './keyApi';
import { MemberPicker } from './MemberPicker';

export function CreateKey({ tenant, close }: { tenant: string; close: () => void }) {
  const [requestKey] = useState(newRequestKey);
  const [values, setValues] = useState<KeyValues>({ name: '', role: 'member', allowed_models: [], expires_at: null });
  const [personal, setPersonal] = useState(false);
  const [member, setMember] = useState<Member | null>(null);
  const [made, setMade] = useState<MadeKey>();
  const create = useSave({
    save: () =>
      dataOf(
        api.POST('/tenants/{tenant}/api-keys', {
          params: { path: { tenant }, header: { 'Idempotency-Key': requestKey } },
          body: { ...values, ...(personal && member !== null ? { user_id: member.user_id } : {}) },
        }),
      ),
    changes: apiKeyKeys(tenant),
    done: setMade,
    says: false,
  });
  const errors = create.error instanceof Problem ? create.error.byField() : {};
  if (made !== undefined) {
    return <KeyText made={made} close={close} />;
  }
  return (
    <Dialog title={t.apiKeys.create} close={close} held={create.isPending}>
      <FormFrame
        submit={() => create.mutate(undefined)}
        busy={create.isPending}
        error={create.error}
        close={close}
        action={t.common.create}
        disabled={personal && member === null}
      >
        <SegmentedControl
          aria-label={t.apiKeys.whose}
          data={[
            { value: 'service', label: t.apiKeys.service },
            { value: 'person', label: t.apiKeys.person },
          ]}
          value={personal ? 'person' : 'service'}
          onChange={(whose) => setPersonal(whose === 'person')}
        />
        {personal ? <MemberPicker tenant={tenant} value={member} onChange={setMember} error={errors.user_id} /> : null}
        <KeyFields
          tenant={tenant}
          values={values}
          set={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
          errors={errors}
        />
      </FormFrame>
    </Dialog>
  );
}
