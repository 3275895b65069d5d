import { Grid, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { Problem } from '../../api/problem';
import { useMay, useMe } from '../../session/me';
import { t } from '../../texts';
import { Conflict } from '../../ui/Conflict';
import { formatTime } from '../../ui/format';
import { ProblemAlert } from '../../ui/States';
import { useSave } from '../../ui/useSave';
import { whoText } from '../../ui/who';
import { changedByModel, type Model, namesOf } from '../models/api';
import { type Choice, type DefaultModel, defaultName, saveDefault } from './api';
import { DefaultSelect } from './DefaultSelect';
import { DefaultState } from './DefaultState';
import { RowButtons } from './RowButtons';

interface DefaultRowProps {
  readonly tenant: string;
  readonly stored: DefaultModel;
  readonly models: readonly Model[];
}

/** What somebody began to choose, and the version of the row that they saw then. */
interface Draft {
  readonly model: string | null;
  readonly seen: number | null;
}

/** The default of one type: what is stored, and a choice that is saved if nobody else saved one meanwhile. */
export function DefaultRow({ tenant, stored, models }: DefaultRowProps) {
  const [draft, setDraft] = useState<Draft>();
  const heading = useId();
  const me = useMe();
  const mayChange = useMay(tenant)('default-models:change');
  const type = stored.model_type;
  const typeName = t.modelTypes[type] ?? type;
  const save = useSave({
    save: ({ choice, version }: { choice: Choice; version: number | null }) =>
      saveDefault(tenant, type, choice, version),
    changes: changedByModel(tenant),
    says: (saved) => t.defaults.saved(typeName, defaultName(saved)),
    done: () => setDraft(undefined),
  });
  const choose = (model: string | null) => {
    save.reset();
    if (model === stored.model_id && stored.source === 'pinned') {
      setDraft(undefined);
      return;
    }
    setDraft((earlier) => ({ model, seen: earlier === undefined ? stored.version : earlier.seen }));
  };
  const discard = () => {
    save.reset();
    setDraft(undefined);
  };
  const stale = save.error instanceof Problem && save.error.isStale ? (save.error.current as DefaultModel) : undefined;
  const attempted = save.variables?.choice;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={heading}>
      <Stack gap="sm">
        <Grid align="flex-start" gap="sm">
          <Grid.Col span={{ base: 12, md: 4 }}>
            <Stack gap={4}>
              <Title order={2} size="h5" id={heading}>
                {typeName}
              </Title>
              <DefaultState tenant={tenant} stored={stored} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 8 }}>
            <Stack gap={6}>
              <Group gap="xs" align="flex-start">
                <DefaultSelect
                  tenant={tenant}
                  stored={stored}
                  models={models}
                  chosen={draft === undefined ? undefined : draft.model}
                  choose={choose}
                  disabled={!mayChange || save.isPending}
                />
                {mayChange ? (
                  <RowButtons
                    stored={stored}
                    chosen={draft}
                    busy={save.isPending}
                    save={() => draft && save.mutate({ choice: { pin: draft.model }, version: draft.seen })}
                    discard={discard}
                    pin={() => save.mutate({ choice: { pin: stored.model_id }, version: stored.version })}
                    unpin={() => save.mutate({ choice: 'unpin', version: stored.version })}
                  />
                ) : null}
              </Group>
              {stored.updated_at === null ? null : (
                <Text size="xs" c="dimmed">
                  {t.defaults.changed(formatTime(stored.updated_at), whoText(stored.updated_by, me))}
                </Text>
              )}
            </Stack>
          </Grid.Col>
        </Grid>
        {stale !== undefined && attempted !== undefined ? (
          <Conflict
            differences={[
              {
                field: t.defaults.field(typeName),
                yours: choiceName(attempted, models),
                stored: t.defaults.stored(defaultName(stale), t.defaults.source[stale.source]),
              },
            ]}
            keepMine={() => save.mutate({ choice: attempted, version: stale.version })}
            takeTheirs={discard}
            busy={save.isPending}
          />
        ) : save.error ? (
          <ProblemAlert error={save.error} />
        ) : null}
      </Stack>
    </Paper>
  );
}

function choiceName(choice: Choice, models: readonly Model[]): string {
  if (choice === 'unpin') {
    return t.defaults.unpinned;
  }
  return choice.pin === null ? t.defaults.none : (namesOf(models).get(choice.pin) ?? choice.pin);
}
