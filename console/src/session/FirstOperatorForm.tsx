import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { api } from '../api/client';
import { t } from '../texts';
import { ProblemAlert } from '../ui/States';
import { SideForm } from './SideForm';
import { signIn } from './signIn';

/** The operator key is sent with the one request that makes the user, and forgotten. */
export function FirstOperatorForm({ back, done }: { back: () => void; done: () => void }) {
  const form = useForm({ mode: 'uncontrolled', initialValues: { key: '', display_name: '', email: '', password: '' } });
  const submit = useMutation({
    mutationFn: async ({ key, ...user }: typeof form.values) => {
      await api.POST('/users', {
        body: { ...user, operator: true },
        headers: { authorization: `Bearer ${key.trim()}` },
      });
      await signIn(user.email, user.password);
    },
    onSuccess: done,
  });
  return (
    <SideForm title={t.signIn.firstTitle} hint={t.signIn.firstHint} back={back}>
      <form onSubmit={form.onSubmit((values) => submit.mutate(values))}>
        <Stack gap="sm">
          <PasswordInput label={t.signIn.operatorKey} autoComplete="off" required {...form.getInputProps('key')} />
          <TextInput
            label={t.signIn.displayName}
            autoComplete="name"
            required
            maxLength={100}
            {...form.getInputProps('display_name')}
          />
          <TextInput
            label={t.signIn.email}
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t.signIn.newPassword}
            description={t.signIn.passwordHint}
            autoComplete="new-password"
            required
            minLength={12}
            {...form.getInputProps('password')}
          />
          {submit.error ? <ProblemAlert error={submit.error} /> : null}
          <Button type="submit" loading={submit.isPending}>
            {t.signIn.createOperator}
          </Button>
        </Stack>
      </form>
    </SideForm>
  );
}
