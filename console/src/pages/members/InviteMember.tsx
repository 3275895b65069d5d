import { PasswordInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { newRequestKey } from '../../api/requestKey';
import { useGivableRoles } from '../../session/roles';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useSave } from '../../ui/useSave';
import { Invitation, type Invited } from './Invitation';
import { memberKeys } from './memberApi';
import { RoleSelect } from './RoleSelect';

interface InviteMemberProps {
  readonly tenant: string;
  /** The tenant's first member is better an owner. */
  readonly first: boolean;
  readonly close: () => void;
}

export function InviteMember({ tenant, first, close }: InviteMemberProps) {
  const [requestKey] = useState(newRequestKey);
  const canOwn = useGivableRoles(tenant).includes('owner');
  const [values, setValues] = useState<Schemas['NewMember']>({
    email: '',
    display_name: '',
    role: first && canOwn ? 'owner' : 'member',
  });
  const [byPassword, setByPassword] = useState(false);
  const [password, setPassword] = useState('');
  const [invited, setInvited] = useState<Invited>();
  const set = (changes: Partial<typeof values>) => setValues((before) => ({ ...before, ...changes }));
  const invite = useSave({
    save: (body: Schemas['NewMember']) =>
      dataOf(
        api.POST('/tenants/{tenant}/members', {
          params: { path: { tenant }, header: { 'Idempotency-Key': requestKey } },
          body,
        }),
      ),
    changes: memberKeys(tenant),
    done: setInvited,
    says: false,
  });
  const errors = invite.error instanceof Problem ? invite.error.byField() : {};
  if (invited !== undefined) {
    return <Invitation invited={invited} withPassword={byPassword} close={close} />;
  }
  return (
    <Dialog title={t.members.invite} close={close} held={invite.isPending}>
      <FormFrame
        submit={() => invite.mutate(byPassword ? { ...values, password } : values)}
        busy={invite.isPending}
        error={invite.error}
        close={close}
        action={t.members.sendInvitation}
      >
        <TextInput
          label={t.members.email}
          description={t.members.emailHint}
          type="email"
          value={values.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
          error={errors.email}
          required
          maxLength={254}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          label={t.members.name}
          value={values.display_name}
          onChange={(event) => set({ display_name: event.currentTarget.value })}
          error={errors.display_name}
          required
          maxLength={200}
          autoComplete="off"
        />
        <RoleSelect tenant={tenant} value={values.role} onChange={(role) => set({ role })} error={errors.role} />
        <Radio.Group
          label={t.members.way}
          value={byPassword ? 'password' : 'link'}
          onChange={(way) => setByPassword(way === 'password')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="link" label={t.members.byLink} />
            <Radio value="password" label={t.members.byPassword} description={t.members.byPasswordHint} />
          </Stack>
        </Radio.Group>
        {byPassword ? (
          <PasswordInput
            label={t.members.password}
            description={t.members.passwordHint}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={errors.password}
            required
            minLength={12}
            autoComplete="new-password"
          />
        ) : null}
      </FormFrame>
    </Dialog>
  );
}
