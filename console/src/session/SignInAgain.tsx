import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { t } from '../texts';
import { useReturnFocus } from '../ui/Dialog';
import { meQuery } from './me';
import { PasswordForm } from './PasswordForm';

const ABOVE_OTHER_DIALOGS = 1_000;

/** Signing in over the page, which stays with all that was typed: the same person goes on, for another it is read anew. */
export function SignInAgain() {
  useReturnFocus();
  const client = useQueryClient();
  const { data: me } = useQuery({ ...meQuery, refetchOnWindowFocus: 'always' }); // it may have happened in another tab
  return (
    <Modal
      opened
      onClose={() => undefined}
      title={t.signIn.overTitle}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={ABOVE_OTHER_DIALOGS}
    >
      <Stack gap="md">
        <Text size="sm">{t.signIn.over}</Text>
        <PasswordForm
          email={me?.email ?? ''}
          done={() => void client.invalidateQueries()}
          openId={{ href: '/api/v1/sign-in/oidc', label: t.signIn.withOpenIdBeside, beside: true }}
        />
        <Anchor href="/sign-in" size="sm">
          {t.signIn.leave}
        </Anchor>
      </Stack>
    </Modal>
  );
}
