import { Alert, Button, Group, List, Loader, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { Schemas } from '../api/client';
import { t } from '../texts';
import { Dialog } from './Dialog';
import { modelName } from './modelName';
import { LoadError, ProblemAlert } from './States';

type Changes = Omit<Schemas['Deletion'], 'deleted'>;

/** The name of a model by its id, as far as it is known. */
export type ModelNames = (id: string) => string;

interface DeleteDialogProps {
  readonly title: string;
  /** What has to be typed; the name of what goes. */
  readonly name: string;
  readonly explanation?: ReactNode;
  /** Asks what would go along, and changes nothing; left out where nothing can. */
  readonly preview?: () => Promise<Changes | undefined>;
  readonly modelNames?: ModelNames;
  readonly remove: () => void;
  readonly busy: boolean;
  readonly error: unknown;
  readonly close: () => void;
  readonly action?: string;
  /** What would go along is not known yet, where the explanation tells it. */
  readonly blocked?: boolean;
}

/** Names the consequences first, and deletes only when the name was typed. */
export function DeleteDialog({
  title,
  name,
  explanation,
  preview,
  modelNames,
  remove,
  busy,
  error,
  close,
  action,
  blocked = false,
}: DeleteDialogProps) {
  const [typed, setTyped] = useState('');
  const id = useId();
  const known = useQuery({
    queryKey: ['consequences', id],
    queryFn: async () => (await preview?.()) ?? null,
    gcTime: 0,
    staleTime: 0,
    enabled: preview !== undefined,
  });
  const waiting = preview !== undefined && (known.isPending || (known.isError && known.isFetching));
  const ready = !waiting && !blocked && known.error === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === name && ready) {
      remove();
    }
  };
  return (
    <Dialog close={close} title={title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {explanation ? (
            <Text size="sm" component="div">
              {explanation}
            </Text>
          ) : null}
          {waiting ? (
            <Group gap="xs" role="status">
              <Loader size="xs" />
              <Text size="sm">{t.common.checkingConsequences}</Text>
            </Group>
          ) : null}
          {known.error && !waiting ? <LoadError error={known.error} retry={() => void known.refetch()} /> : null}
          {known.data ? <ConsequenceList changes={known.data} modelNames={modelNames} /> : null}
          <TextInput
            label={t.common.typeToConfirm(name)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          {error ? <ProblemAlert error={error} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t.common.cancel}
            </Button>
            <Button type="submit" color="red" loading={busy} disabled={typed !== name || !ready}>
              {action ?? t.common.delete}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** What a change brings about besides, each thing by its name. */
export function ConsequenceList({ changes, modelNames = (id) => id }: { changes: Changes; modelNames?: ModelNames }) {
  const lines = consequenceLines(changes, modelNames);
  return (
    <Alert color={lines.length === 0 ? 'gray' : 'orange'} variant="light" title={t.consequences.title}>
      {lines.length === 0 ? (
        <Text size="sm">{t.consequences.none}</Text>
      ) : (
        <List size="sm" spacing={4}>
          {lines.map(({ text, names }) => (
            <List.Item key={text}>
              {text}
              {names.length > 0 ? (
                <Text size="xs" c="dimmed">
                  {names.join(', ')}
                </Text>
              ) : null}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

interface Line {
  readonly text: string;
  readonly names: readonly string[];
}

function consequenceLines(changes: Changes, nameOf: ModelNames): Line[] {
  const words = t.consequences;
  const lines: Line[] = [];
  const add = (count: number, text: string, names: readonly string[] = []) => {
    if (count > 0) {
      lines.push({ text, names });
    }
  };
  add(changes.model_configs.length, words.models(changes.model_configs.length), changes.model_configs.map(modelName));
  add(changes.user_keys, words.userKeys(changes.user_keys));
  add(changes.agents.length, words.agents(changes.agents.length), changes.agents);
  add(changes.chats, words.chats(changes.chats));
  add(
    changes.lost_fallbacks.length,
    words.lostFallbacks(changes.lost_fallbacks.length),
    changes.lost_fallbacks.map(modelName),
  );
  for (const { model_type, from, to } of changes.default_changes) {
    const type = t.modelTypes[model_type] ?? model_type;
    const text = words.defaultChange(type, from ? nameOf(from) : words.nothing, to ? nameOf(to) : words.nothing);
    lines.push({ text, names: [] });
  }
  return lines;
}
