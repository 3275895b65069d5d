import { Alert, Anchor, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { t } from '../texts';
import { forgetSession } from './current';
import { FirstOperatorForm } from './FirstOperatorForm';
import { InvitationForm } from './InvitationForm';
import { keepInvitation, takeInvitation } from './invitation';
import { forgetRead, meQuery } from './me';
import { PasswordForm } from './PasswordForm';

type Way = 'password' | 'first' | 'invitation';

/** Who is not signed in begins here: with a password, an identity provider, an invitation, or as the first operator. */
export function SignInPage() {
  const { failed, next } = useSearch({ from: '/sign-in' });
  const [way, setWay] = useState<Way>('password');
  const [joined, setJoined] = useState<string>();
  const [invitation, setInvitation] = useState<string>();
  const enter = useEnter(next);
  const navigate = useNavigate();
  const client = useQueryClient();
  const invited = useLocation({ select: ({ hash }) => hash });
  useEffect(() => {
    document.title = `${t.signIn.title} · ${t.common.product}`;
  }, []);
  useEffect(() => {
    const token = takeInvitation(invited);
    if (token !== undefined) {
      setInvitation(token);
      setWay('invitation');
      void navigate({ to: '/sign-in', search: true, hash: '', replace: true });
    }
  }, [invited, navigate]);
  const back = () => {
    forgetSession(); // whoever signs in next may be another
    setInvitation(undefined);
    setWay('password');
  };
  const first = invitation === undefined ? '/' : '/sign-in';
  return (
    <Center
      component="main"
      mih="100vh"
      p="md"
      bg="light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-8))"
    >
      <Paper withBorder p="xl" w="100%" maw={440} shadow="sm">
        <Stack gap="md">
          <Group gap="sm">
            <img src="/favicon.svg" alt="" width={36} height={36} />
            <Text fw={700} size="lg">
              {t.common.product}
            </Text>
          </Group>
          {joined === undefined ? null : (
            <Text size="sm" role="status">
              {t.signIn.joined(joined)}
            </Text>
          )}
          {way === 'password' ? (
            <>
              <Title order={1} size="h3">
                {t.signIn.title}
              </Title>
              {invitation === undefined ? null : <Text size="sm">{t.signIn.signInToAccept}</Text>}
              {failed === undefined ? null : (
                <Alert color="red" variant="light" role="alert" title={t.signIn.failed}>
                  {t.signIn.openIdFailed[failed] ?? t.signIn.openIdFailedOtherwise}
                </Alert>
              )}
              <PasswordForm
                done={invitation === undefined ? enter : () => setWay('invitation')}
                openId={{
                  href: `/api/v1/sign-in/oidc?next=${encodeURIComponent(next ?? first)}`,
                  label: t.signIn.withOpenId,
                  leave: () => keepInvitation(invitation),
                }}
              />
            </>
          ) : null}
          {way === 'first' ? <FirstOperatorForm back={back} done={enter} /> : null}
          {way === 'invitation' ? (
            <InvitationForm
              token={invitation ?? ''}
              back={back}
              signInFirst={(token) => {
                setInvitation(token);
                setWay('password');
              }}
              joined={({ tenant_name: name, tenant_slug: tenant }, signedIn) => {
                if (signedIn) {
                  forgetRead(client);
                  void navigate({ to: '/t/$tenant', params: { tenant } });
                } else {
                  setJoined(name);
                  back();
                }
              }}
            />
          ) : null}
          {way === 'password' && invitation === undefined ? (
            <Stack gap={4}>
              <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setWay('invitation')}>
                {t.signIn.invitation}
              </Anchor>
              <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setWay('first')}>
                {t.signIn.first}
              </Anchor>
            </Stack>
          ) : null}
        </Stack>
      </Paper>
    </Center>
  );
}

/** Goes to where the person had been going. */
function useEnter(next: string | undefined) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async () => {
    forgetRead(client);
    await client.fetchQuery(meQuery);
    if (next === undefined) {
      await navigate({ to: '/' });
    } else {
      router.history.push(next);
    }
  };
}
