import { useNavigate } from '@tanstack/react-router';
import { api, ifMatch } from '../../api/client';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { useDelete } from '../../ui/useDelete';
import { useSave } from '../../ui/useSave';
import { type Member, memberKeys } from './memberApi';

export function RemoveMember({ tenant, member, close }: { tenant: string; member: Member; close: () => void }) {
  const deletion = useDelete({
    version: member.version,
    remove: (version) =>
      api.DELETE('/tenants/{tenant}/members/{user}', {
        params: { path: { tenant, user: member.user_id }, header: ifMatch(version) },
      }),
    changes: memberKeys(tenant),
    done: close,
    says: t.members.removed,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.members.removeTitle(member.display_name)}
      name={member.email}
      explanation={t.members.removeHint}
      close={close}
      action={t.members.remove}
    />
  );
}

interface LeaveTenantProps {
  readonly tenant: string;
  readonly name: string;
  readonly user: string;
  readonly close: () => void;
}

/** Ends one's own membership; whatever one's role, which may not even show the list of members. */
export function LeaveTenant({ tenant, name, user, close }: LeaveTenantProps) {
  const navigate = useNavigate();
  const leaving = useSave({
    save: async () => {
      await api.DELETE('/tenants/{tenant}/members/{user}', { params: { path: { tenant, user } } });
      await navigate({ to: '/profile' }); // before anything of the tenant is read again
    },
    changes: [['me'], ['tenants']],
    done: close,
    says: t.members.left,
  });
  return (
    <DeleteDialog
      title={t.members.leaveTitle(name)}
      name={tenant}
      explanation={t.members.leaveHint}
      remove={() => leaving.mutate(undefined)}
      busy={leaving.isPending}
      error={leaving.error}
      close={close}
      action={t.members.leave}
    />
  );
}
