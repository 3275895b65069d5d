import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { t } from '../texts';
import { Conflict } from './Conflict';
import { ProblemAlert } from './States';
import type { Edit } from './useEdit';

interface FormFrameProps {
  readonly submit: () => void;
  readonly busy: boolean;
  readonly error: unknown;
  /** Somebody else was first; the person decides before anything else can be saved. */
  readonly conflict?: Edit<object>['conflict'];
  readonly close: () => void;
  readonly action?: string;
  /** Nothing to send yet. */
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly children: ReactNode;
}

/** A form in a dialog: its fields, what went wrong, and its buttons. */
export function FormFrame({
  submit,
  busy,
  error,
  conflict = null,
  close,
  action = t.common.save,
  disabled = false,
  danger = false,
  children,
}: FormFrameProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !disabled && conflict === null) {
      submit();
    }
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        {children}
        {conflict === null ? null : <Conflict {...conflict} busy={busy} />}
        {error ? <ProblemAlert error={error} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={disabled || conflict !== null}
            color={danger ? 'red' : undefined}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
