import { Text } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useSave } from '../../ui/useSave';
import { Invitation, type Invited } from './Invitation';
import { type Member, memberKeys } from './memberApi';

export function InviteAgain({ tenant, member, close }: { tenant: string; member: Member; close: () => void }) {
  const [invited, setInvited] = useState<Invited>();
  const invite = useSave({
    save: () =>
      dataOf(
        api.POST('/tenants/{tenant}/members/{user}/invitation', { params: { path: { tenant, user: member.user_id } } }),
      ),
    changes: memberKeys(tenant),
    done: setInvited,
    says: false,
  });
  if (invited !== undefined) {
    return <Invitation invited={invited} withPassword={false} close={close} />;
  }
  return (
    <Dialog title={t.members.inviteAgainTitle(member.display_name)} close={close} held={invite.isPending}>
      <FormFrame
        submit={() => invite.mutate(undefined)}
        busy={invite.isPending}
        error={invite.error}
        close={close}
        action={t.members.inviteAgain}
      >
        <Text size="sm">{t.members.inviteAgainHint}</Text>
      </FormFrame>
    </Dialog>
  );
}
