import { Badge, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { Page } from '../../api/client';
import { t } from '../../texts';
import type { ModelNames } from '../../ui/DeleteDialog';
import { formatTime } from '../../ui/format';
import { type Column, ListTable } from '../../ui/ListTable';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import { AuditDetails, type AuditEvent } from './AuditDetails';
import { type Actor, AuditFilters, type Subjects } from './AuditFilters';
import type { AuditQuery } from './auditSearch';
import { actionText, actorText, kindText, subjectText } from './auditWords';

interface AuditListProps {
  readonly label: string;
  readonly queryKey: readonly unknown[];
  readonly fetchPage: (query: AuditQuery & { cursor?: string }) => Promise<Page<AuditEvent>>;
  /** Who can be filtered by; those of the rows are added. */
  readonly actors: readonly Actor[];
  /** What can be chosen by its name; what the rows are of is added. */
  readonly subjects: Subjects;
  readonly query: AuditQuery;
  readonly setQuery: (query: AuditQuery) => void;
  readonly modelNames?: ModelNames;
}

const columns: readonly Column<AuditEvent>[] = [
  {
    title: t.audit.what,
    cell: (event) => (
      <>
        <Text size="sm" fw={500}>
          {actionText(event)}
        </Text>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {actorText(event)} · {formatTime(event.occurred_at)}
        </Text>
      </>
    ),
  },
  {
    title: t.audit.subject,
    cell: (event) => (
      <>
        <Text size="sm">{subjectText(event)}</Text>
        <Text size="xs" c="dimmed">
          {kindText(event.subject_kind)}
        </Text>
      </>
    ),
  },
  {
    title: t.audit.who,
    from: 'sm',
    cell: (event) => (
      <Group gap={6}>
        <Text size="sm">{actorText(event)}</Text>
        {event.actor_kind === 'operator' ? (
          <Badge size="xs" variant="light">
            {t.audit.operator}
          </Badge>
        ) : null}
      </Group>
    ),
  },
  { title: t.audit.when, from: 'sm', cell: ({ occurred_at }) => formatTime(occurred_at) },
];

/** What was changed, newest first, with filters; each change opens. */
export function AuditList({
  label,
  queryKey,
  fetchPage,
  actors,
  subjects,
  query,
  setQuery,
  modelNames,
}: AuditListProps) {
  const [subject, setSubject] = useState<{ readonly id: string; readonly name: string }>();
  const [opened, setOpened] = useState<AuditEvent>();
  const list = useList<AuditEvent>([...queryKey, query], (cursor) => fetchPage({ ...query, cursor }));
  const filtered = Object.values(query).some((value) => value !== undefined);
  return (
    <>
      <ListTable
        label={label}
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        searchable={false}
        filters={
          <AuditFilters
            query={query}
            setQuery={setQuery}
            actors={withThose(list.rows, actors)}
            subjects={(kind) => withThings(list.rows, kind, subjects(kind))}
            subject={query.subject_id === subject?.id ? subject?.name : undefined}
          />
        }
        empty={
          filtered ? (
            <EmptyState title={t.audit.noMatch} hint={t.audit.noMatchHint} />
          ) : (
            <EmptyState title={t.audit.none} hint={t.audit.noneHint} />
          )
        }
        actions={(event) => (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={t.audit.detailsOf(actionText(event), subjectText(event))}
            onClick={() => setOpened(event)}
          >
            {t.audit.details}
          </Button>
        )}
      />
      {opened === undefined ? null : (
        <AuditDetails
          event={opened}
          modelNames={modelNames}
          history={() => {
            setSubject({ id: opened.subject_id, name: subjectText(opened) });
            setQuery({ subject_kind: opened.subject_kind, subject_id: opened.subject_id });
            setOpened(undefined);
          }}
          close={() => setOpened(undefined)}
        />
      )}
    </>
  );
}

function withThose(rows: readonly AuditEvent[], known: readonly Actor[]): readonly Actor[] {
  const all = new Map(known.map((one) => [one.actor, one]));
  for (const event of rows) {
    if (!all.has(event.actor)) {
      all.set(event.actor, { actor: event.actor, name: actorText(event) });
    }
  }
  return [...all.values()].sort((one, other) => one.name.localeCompare(other.name));
}

function withThings(rows: readonly AuditEvent[], kind: string, known: ReturnType<Subjects>): ReturnType<Subjects> {
  const all = new Map(known.map(({ value, label }) => [value, label]));
  for (const event of rows.filter(({ subject_kind }) => subject_kind === kind)) {
    if (!all.has(event.subject_id)) {
      all.set(event.subject_id, subjectText(event));
    }
  }
  return [...all]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
