import { Button, Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { formatTime } from '../../ui/format';
import { CopyText, Revealed } from '../../ui/Revealed';

/** Who was invited; without a token when the same request had been answered before. */
export type Invited = Schemas['Member'] | Schemas['InvitedMember'];

interface InvitationProps {
  readonly invited: Invited;
  readonly withPassword: boolean;
  readonly close: () => void;
}

/** The invitation, shown this once, as a link to send. */
export function Invitation({ invited, withPassword, close }: InvitationProps) {
  const invitation = 'invitation' in invited ? invited.invitation : undefined;
  return (
    <Dialog title={t.members.invitedTitle(invited.display_name)} close={close} held={invitation !== undefined}>
      <Stack gap="md">
        {invitation === undefined ? (
          <Text size="sm">{t.members.replayed}</Text>
        ) : (
          <>
            <Revealed
              title={t.members.link}
              text={`${window.location.origin}/sign-in#invitation=${encodeURIComponent(invitation.token)}`}
              note={t.members.linkNote}
            />
            <Stack gap={4}>
              <Text size="sm">{t.members.token}</Text>
              <CopyText text={invitation.token} />
            </Stack>
            <Text size="sm" c="dimmed">
              {t.members.expires(formatTime(invitation.expires_at))}
            </Text>
            {withPassword ? <Text size="sm">{t.members.withPassword}</Text> : null}
          </>
        )}
        <Group justify="flex-end">
          <Button onClick={close}>{invitation === undefined ? t.common.close : t.common.haveCopied}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
