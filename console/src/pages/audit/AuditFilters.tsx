import { Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { t } from '../../texts';
import { fromLocalInput, LOCAL_SPAN, localInput } from '../../ui/dates';
import { useEcho } from '../../ui/useEcho';
import type { AuditQuery } from './auditSearch';
import { actionText, kindText } from './auditWords';
import { SubjectFilter } from './SubjectFilter';

export interface Actor {
  readonly actor: string;
  readonly name: string;
}

/** What there is of a kind of things, by name. */
export type Subjects = (kind: string) => readonly { readonly value: string; readonly label: string }[];

interface AuditFiltersProps {
  readonly query: AuditQuery;
  readonly setQuery: (query: AuditQuery) => void;
  readonly actors: readonly Actor[];
  readonly subjects: Subjects;
  /** Said of the one thing whose changes are shown. */
  readonly subject: string | undefined;
}

type Choice = ReturnType<Subjects>[number];

/** The choices, and what is asked for if it is none of them: a link may ask for what has no name any more. */
function withChosen(choices: readonly Choice[], value: string | undefined, label = value): Choice[] {
  return value === undefined || label === undefined || choices.some((one) => one.value === value)
    ? [...choices]
    : [...choices, { value, label }];
}

const byLabel = (one: { label: string }, other: { label: string }) => one.label.localeCompare(other.label);

export function AuditFilters({ query, setQuery, actors, subjects, subject }: AuditFiltersProps) {
  const [round, setRound] = useState(0);
  const set = (changes: Partial<AuditQuery>) => setQuery({ ...query, ...changes });
  /** Sets another id too, so that what is being typed as one comes to nothing. */
  const renew = (changed: AuditQuery) => {
    setRound(round + 1);
    setQuery(changed);
  };
  const select = { clearable: true, searchable: true, placeholder: t.audit.any, w: { base: '100%', xs: 210 } } as const;
  return (
    <>
      <Select
        {...select}
        label={t.audit.action}
        data={withChosen(
          Object.keys(t.audit.actions).map((action) => ({ value: action, label: actionText({ action }) })),
          query.action,
          query.action && actionText({ action: query.action }),
        ).sort(byLabel)}
        value={query.action ?? null}
        onChange={(action) => set({ action: action ?? undefined })}
      />
      <Select
        {...select}
        label={t.audit.kind}
        data={withChosen(
          Object.keys(t.audit.kinds).map((kind) => ({ value: kind, label: kindText(kind) })),
          query.subject_kind,
          query.subject_kind && kindText(query.subject_kind),
        ).sort(byLabel)}
        value={query.subject_kind ?? null}
        onChange={(kind) => renew({ ...query, subject_kind: kind ?? undefined, subject_id: undefined })}
      />
      <SubjectFilter
        key={round}
        id={query.subject_id}
        setId={(subject_id) => set({ subject_id })}
        choices={query.subject_kind === undefined ? [] : subjects(query.subject_kind)}
      />
      <Select
        {...select}
        label={t.audit.actor}
        data={withChosen(
          actors.map(({ actor, name }) => ({ value: actor, label: name })),
          query.actor,
        )}
        value={query.actor ?? null}
        onChange={(actor) => set({ actor: actor ?? undefined })}
      />
      <TimeFilter label={t.audit.from} time={query.from} setTime={(from) => set({ from })} />
      <TimeFilter label={t.audit.to} time={query.to} setTime={(to) => set({ to })} />
      {subject === undefined ? null : (
        <Button
          variant="light"
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => renew({ ...query, subject_kind: undefined, subject_id: undefined })}
        >
          {t.audit.onlyOf(subject)}
        </Button>
      )}
      {Object.values(query).some((value) => value !== undefined) ? (
        <Button variant="subtle" onClick={() => renew({})}>
          {t.audit.clear}
        </Button>
      ) : null}
    </>
  );
}

interface TimeFilterProps {
  readonly label: string;
  readonly time: string | undefined;
  readonly setTime: (time: string | undefined) => void;
}

function TimeFilter({ label, time, setTime }: TimeFilterProps) {
  const [typed, write] = useEcho(localInput(time), (text) => setTime(fromLocalInput(text) ?? undefined));
  return (
    <TextInput
      type="datetime-local"
      {...LOCAL_SPAN}
      w={{ base: '100%', xs: 210 }}
      label={label}
      value={typed}
      onChange={(event) => write(event.currentTarget.value)}
    />
  );
}
