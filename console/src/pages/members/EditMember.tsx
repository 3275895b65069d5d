import { TextInput } from '@mantine/core';
import { api, dataOf, ifMatch } from '../../api/client';
import type { Role } from '../../session/roles';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useEdit } from '../../ui/useEdit';
import { type Member, memberKeys } from './memberApi';
import { RoleSelect } from './RoleSelect';

interface MemberDialogProps {
  readonly tenant: string;
  readonly member: Member;
  readonly close: () => void;
}

interface Values {
  readonly display_name: string;
  readonly role: Role;
}

export function EditMember({ tenant, member, close }: MemberDialogProps) {
  const edit = useEdit<Member, Values>({
    stored: member,
    valuesOf: ({ display_name, role }) => ({ display_name, role }),
    save: (body, version) =>
      dataOf(
        api.PATCH('/tenants/{tenant}/members/{user}', {
          params: { path: { tenant, user: member.user_id }, header: ifMatch(version) },
          body,
        }),
      ),
    changes: memberKeys(tenant),
    done: close,
    show: (field, value) =>
      field === 'role'
        ? { label: t.members.role, text: t.roles[value] ?? value }
        : { label: t.members.name, text: value },
  });
  return (
    <Dialog title={t.members.editTitle(member.display_name)} close={close}>
      <FormFrame {...edit} disabled={!edit.dirty} close={close}>
        <TextInput
          label={t.members.name}
          description={t.members.editHint}
          value={edit.values.display_name}
          onChange={(event) => edit.set('display_name', event.currentTarget.value)}
          error={edit.errors.display_name}
          required
          maxLength={200}
          data-autofocus
        />
        <RoleSelect
          tenant={tenant}
          value={edit.values.role}
          onChange={(role) => edit.set('role', role)}
          error={edit.errors.role}
        />
      </FormFrame>
    </Dialog>
  );
}
