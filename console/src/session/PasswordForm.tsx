import { Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { t } from '../texts';
import { ProblemAlert } from '../ui/States';
import { signInMethodsQuery } from './me';
import { signIn } from './signIn';

interface PasswordFormProps {
  readonly email?: string;
  readonly done: () => void;
  /** The button that leads to the identity provider, where one is set up. */
  readonly openId: { readonly href: string; readonly label: string; readonly beside?: boolean; leave?: () => void };
}

/** Signing in with a password, or by the identity provider. */
export function PasswordForm({ email = '', done, openId }: PasswordFormProps) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { email, password: '' } });
  const submit = useMutation({
    mutationFn: (values: typeof form.values) => signIn(values.email, values.password),
    onSuccess: done,
  });
  const methods = useQuery(signInMethodsQuery);
  return (
    <form onSubmit={form.onSubmit((values) => submit.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label={t.signIn.email}
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t.signIn.password}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        {submit.error ? <ProblemAlert error={submit.error} title={t.signIn.failed} /> : null}
        <Button type="submit" loading={submit.isPending}>
          {t.signIn.submit}
        </Button>
        {methods.data?.openid ? (
          <>
            <Divider label={t.signIn.or} />
            <Button
              component="a"
              href={openId.href}
              variant="default"
              onClick={openId.leave}
              {...(openId.beside ? { target: '_blank', rel: 'noopener' } : {})}
            >
              {openId.label}
            </Button>
          </>
        ) : null}
      </Stack>
    </form>
  );
}
