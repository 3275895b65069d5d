import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { t } from '../../texts';
import { useEcho } from '../../ui/useEcho';

interface SubjectFilterProps {
  readonly id: string | undefined;
  readonly setId: (id: string | undefined) => void;
  /** What can be chosen by its name. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

const SETTLED_MILLIS = 300;

/** Which thing the changes are of: by its name where those are known, or by its id. */
export function SubjectFilter({ id, setId, choices }: SubjectFilterProps) {
  const settle = useDebouncedCallback((text: string) => setId(text === '' ? undefined : text), SETTLED_MILLIS);
  const [typed, write] = useEcho(id ?? '', settle);
  const width = { base: '100%', xs: 210 };
  return (
    <>
      {choices.length === 0 ? null : (
        <Select
          label={t.audit.which}
          placeholder={t.audit.any}
          clearable
          searchable
          nothingFoundMessage={t.common.none}
          w={width}
          data={choices}
          value={choices.some(({ value }) => value === id) ? (id ?? null) : null}
          onChange={(chosen) => {
            settle.cancel();
            setId(chosen ?? undefined);
          }}
        />
      )}
      <TextInput
        label={t.audit.subjectId}
        placeholder={t.audit.any}
        w={width}
        maxLength={200}
        value={typed}
        onChange={(event) => write(event.currentTarget.value)}
      />
    </>
  );
}
