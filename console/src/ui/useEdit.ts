import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../api/problem';
import { t } from '../texts';
import type { Difference } from './Conflict';
import { changesOf, sameJson } from './schema';
import { useSave } from './useSave';

interface EditOptions<Stored, Values> {
  /** What is edited, as it was read when the form opened; what is read later does not change the form. */
  readonly stored: Stored;
  readonly valuesOf: (stored: Stored) => Values;
  /** What the form proposes from the start, such as the one change that it is for. */
  readonly proposed?: Partial<Values>;
  /** Sends the fields that changed, on the condition that the version is the one stored. */
  readonly save: (changes: Partial<Values>, version: number) => Promise<Stored>;
  readonly changes: readonly QueryKey[];
  readonly done?: (stored: Stored, changed: Partial<Values>) => void;
  readonly says?: string | false;
  /** How a field and its value are shown when two people changed it. */
  readonly show: (
    field: keyof Values & string,
    value: Values[keyof Values & string],
  ) => { label: string; text: string };
}

export interface Edit<Values> {
  readonly values: Values;
  readonly set: <Field extends keyof Values>(field: Field, value: Values[Field]) => void;
  readonly dirty: boolean;
  /** Counts how often the values were replaced by stored ones: the key of fields that keep a state of their own. */
  readonly seeded: number;
  readonly submit: () => void;
  readonly busy: boolean;
  /** Why it was not saved, unless somebody else was first. */
  readonly error: Error | null;
  readonly errors: Readonly<Record<string, string>>;
  readonly conflict: {
    readonly differences: readonly Difference[];
    readonly keepMine: () => void;
    readonly takeTheirs: () => void;
  } | null;
}

/** An edit of one thing: seeded once, sends what changed and no more, and tells when somebody else was first. */
export function useEdit<Stored extends { readonly version: number }, Values extends object>({
  stored,
  valuesOf,
  proposed,
  save,
  changes: keys,
  done,
  says,
  show,
}: EditOptions<Stored, Values>): Edit<Values> {
  const [base, setBase] = useState(stored);
  const [values, setValues] = useState(() => ({ ...valuesOf(stored), ...proposed }));
  const [seeded, setSeeded] = useState(0);
  const changed = changesOf(valuesOf(base), values);
  const saving = useSave({
    save: (version: number) => save(changed, version),
    changes: keys,
    says,
    done: (result) => {
      setBase(result);
      setValues(valuesOf(result));
      done?.(result, changed);
    },
  });
  const theirs = saving.error instanceof Problem && saving.error.isStale ? (saving.error.current as Stored) : undefined;
  return {
    values,
    set: (field, value) => setValues((before) => ({ ...before, [field]: value })),
    seeded,
    dirty: Object.keys(changed).length > 0,
    submit: () => saving.mutate(base.version),
    busy: saving.isPending,
    error: theirs === undefined ? saving.error : null,
    errors: saving.error instanceof Problem ? saving.error.byField() : {},
    conflict:
      theirs === undefined
        ? null
        : {
            differences: differencesOf(changed, values, valuesOf(base), valuesOf(theirs), show),
            keepMine: () => saving.mutate(theirs.version),
            takeTheirs: () => {
              setBase(theirs);
              setValues(valuesOf(theirs));
              setSeeded(seeded + 1);
              saving.reset();
            },
          },
  };
}

/** The fields that both sides have a word on: those that were changed here, and those that the other side changed. */
function differencesOf<Values extends object>(
  changed: Partial<Values>,
  mine: Values,
  base: Values,
  theirs: Values,
  show: EditOptions<never, Values>['show'],
): Difference[] {
  return (Object.keys(theirs) as (keyof Values & string)[])
    .filter(
      (field) => (field in changed || !sameJson(base[field], theirs[field])) && !sameJson(mine[field], theirs[field]),
    )
    .map((field) => ({
      field: show(field, mine[field]).label,
      yours: field in changed ? show(field, mine[field]).text : t.conflict.untouched,
      stored: show(field, theirs[field]).text,
    }));
}
