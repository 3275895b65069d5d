import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { api, dataOf, ifMatch } from '../../api/client';
import { useFamilies } from '../../api/families';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { DeleteDialog } from '../../ui/DeleteDialog';
import { Dialog } from '../../ui/Dialog';
import { FormFrame } from '../../ui/FormFrame';
import { useDelete } from '../../ui/useDelete';
import { useSave } from '../../ui/useSave';
import type { OwnKey } from './OwnKeys';

interface OwnKeyDialogProps {
  readonly tenant: string;
  /** The key as it was when the dialog opened. */
  readonly own: OwnKey;
  /** And as it is read now, since a refusal does not tell it. */
  readonly latest: OwnKey;
  readonly close: () => void;
}

function changedBy(tenant: string) {
  return [
    ['user-keys', tenant],
    ['available-models', tenant],
  ];
}

/** Stores a key of one's own, in place of the one that was seen, or where there was none. */
export function SetOwnKey({ tenant, own, latest, close }: OwnKeyDialogProps) {
  const [key, setKey] = useState('');
  const family = useFamilies().find((one) => one.family === own.family)?.display_name ?? own.family;
  const set = useSave({
    save: (version: number | null) =>
      dataOf(
        api.PUT('/tenants/{tenant}/user-keys/{provider}', {
          params: {
            path: { tenant, provider: own.provider_id },
            header: version === null ? { 'If-None-Match': '*' } : ifMatch(version),
          },
          body: { api_key: key.trim() },
        }),
      ),
    changes: changedBy(tenant),
    done: close,
    says: t.profile.keySet,
  });
  const problem = set.error instanceof Problem ? set.error : undefined;
  const theirs = problem?.isStale ? latest : undefined;
  const lastFour = (of: OwnKey) => (of.has_user_key ? `…${of.key_last_four ?? ''}` : t.profile.noKey);
  return (
    <Dialog title={t.profile.setTitle(own.name)} close={close}>
      <FormFrame
        submit={() => set.mutate(own.version)}
        busy={set.isPending}
        error={theirs === undefined ? set.error : null}
        conflict={
          theirs === undefined
            ? null
            : {
                differences: [{ field: t.profile.key, yours: t.profile.newKey, stored: lastFour(theirs) }],
                keepMine: () => set.mutate(theirs.version),
                takeTheirs: close,
              }
        }
        close={close}
        disabled={key.trim() === ''}
      >
        <PasswordInput
          label={t.profile.key}
          description={`${t.profile.keyHint(family)} ${own.key_last_four === null ? '' : t.profile.replaces(own.key_last_four)}`}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={problem?.byField().api_key}
          autoComplete="off"
          required
          maxLength={10_240}
          data-autofocus
        />
      </FormFrame>
    </Dialog>
  );
}

export function TakeOwnKey({ tenant, own, latest, close }: OwnKeyDialogProps) {
  const deletion = useDelete({
    version: own.version ?? 1,
    latest: latest.version ?? undefined,
    remove: (version) =>
      api.DELETE('/tenants/{tenant}/user-keys/{provider}', {
        params: { path: { tenant, provider: own.provider_id }, header: ifMatch(version) },
      }),
    changes: changedBy(tenant),
    done: close,
    says: t.profile.taken,
  });
  return (
    <DeleteDialog
      {...deletion}
      title={t.profile.takeTitle(own.name)}
      name={own.name}
      explanation={t.profile.takeHint}
      close={close}
    />
  );
}
