import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/client';
import { Problem } from '../../api/problem';
import { t } from '../../texts';
import { ProblemAlert } from '../../ui/States';
import { useSave } from '../../ui/useSave';

const BLANK = { current: '', next: '', repeat: '' };

/** Changes one's own password. */
export function PasswordForm({ email }: { email: string | null }) {
  const [typed, setTyped] = useState(BLANK);
  const change = useSave({
    save: () => api.PUT('/me/password', { body: { current_password: typed.current, new_password: typed.next } }),
    changes: [['me']],
    done: () => setTyped(BLANK),
    says: t.profile.changed,
  });
  const errors = change.error instanceof Problem ? change.error.byField() : {};
  const different = typed.repeat !== '' && typed.repeat !== typed.next;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.repeat === typed.next && !change.isPending) {
      change.mutate(undefined);
    }
  };
  const field = (name: keyof typeof BLANK) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setTyped((before) => ({ ...before, [name]: value }));
    },
    required: true,
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t.profile.passwordHint}
        </Text>
        <input type="email" autoComplete="username" value={email ?? ''} readOnly hidden />
        <PasswordInput
          {...field('current')}
          label={t.profile.current}
          error={errors.current_password}
          autoComplete="current-password"
        />
        <PasswordInput
          {...field('next')}
          label={t.profile.next}
          description={t.profile.nextHint}
          error={errors.new_password}
          minLength={12}
          autoComplete="new-password"
        />
        <PasswordInput
          {...field('repeat')}
          label={t.profile.repeat}
          error={different ? t.profile.different : undefined}
          autoComplete="new-password"
        />
        {change.error ? <ProblemAlert error={change.error} /> : null}
        <Button type="submit" loading={change.isPending} disabled={different} style={{ alignSelf: 'flex-start' }}>
          {t.profile.change}
        </Button>
      </Stack>
    </form>
  );
}
