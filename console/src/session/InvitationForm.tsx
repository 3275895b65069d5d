import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, dataOf, type Schemas } from '../api/client';
import { t } from '../texts';
import { Loading, ProblemAlert } from '../ui/States';
import { forgetSession } from './current';
import { type Me, meQuery } from './me';
import { SideForm } from './SideForm';

interface InvitationFormProps {
  readonly token: string;
  readonly back: () => void;
  /** To sign in first, and then come back to the invitation. */
  readonly signInFirst: (token: string) => void;
  readonly joined: (joined: Schemas['JoinedTenant'], signedIn: boolean) => void;
}

/** Who is signed in accepts by that; others prove with their password who they are, or choose their first one. */
export function InvitationForm(props: InvitationFormProps) {
  const { data: me, isPending } = useQuery({ ...meQuery, staleTime: 0, refetchOnWindowFocus: 'always' });
  return (
    <SideForm
      title={t.signIn.invitation}
      hint={me === undefined ? t.signIn.invitationHint : t.signIn.signedInAs(me.email ?? me.display_name ?? me.id)}
      back={props.back}
    >
      {isPending ? <Loading rows={2} /> : <AcceptForm key={me?.id ?? ''} me={me} {...props} />}
    </SideForm>
  );
}

function AcceptForm({ me, token, signInFirst, joined }: InvitationFormProps & { me: Me | undefined }) {
  const client = useQueryClient();
  const form = useForm({ mode: 'uncontrolled', initialValues: { token, password: '' } });
  const signedIn = me !== undefined;
  const submit = useMutation({
    mutationFn: (typed: typeof form.values) => {
      const body = { token: typed.token.trim() };
      return dataOf(api.POST('/invitations/accept', { body: signedIn ? body : { ...body, password: typed.password } }));
    },
    onSuccess: (result) => joined(result, signedIn),
  });
  const signOut = useMutation({
    mutationFn: () => api.POST('/sign-out'),
    onSuccess: () => {
      forgetSession();
      return client.resetQueries({ queryKey: meQuery.queryKey });
    },
  });
  const error = submit.error ?? signOut.error;
  return (
    <form onSubmit={form.onSubmit((values) => submit.mutate(values))}>
      <Stack gap="sm">
        <TextInput label={t.signIn.token} autoComplete="off" required {...form.getInputProps('token')} />
        {signedIn ? null : (
          <PasswordInput
            label={t.signIn.acceptPassword}
            description={t.signIn.passwordHint}
            autoComplete="new-password"
            required
            {...form.getInputProps('password')}
          />
        )}
        {error ? <ProblemAlert error={error} /> : null}
        <Button type="submit" loading={submit.isPending}>
          {signedIn ? t.signIn.acceptAs : t.signIn.accept}
        </Button>
        {signedIn ? (
          <Anchor component="button" type="button" size="sm" ta="left" onClick={() => signOut.mutate()}>
            {t.signIn.notYou}
          </Anchor>
        ) : (
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="left"
            onClick={() => signInFirst(form.getValues().token.trim())}
          >
            {t.signIn.signInFirst}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}
