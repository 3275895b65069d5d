import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { t } from '../../texts';
import { dayFault } from './series';

interface OwnDaysProps {
  readonly from: string;
  readonly to: string;
  readonly show: (from: string, to: string) => void;
}

/** The first and the last day of what is shown; nothing changes before both make sense and are sent. */
export function OwnDays({ from, to, show }: OwnDaysProps) {
  const words = t.usage;
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  const fault = dayFault(first, last);
  const says = fault === undefined ? undefined : words.dayFaults[fault];
  const atFirst = dayFault(first, first) !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === undefined) {
      show(first, last);
    }
  };
  const day = { type: 'date', w: { base: '100%', xs: 180 } } as const;
  return (
    <form onSubmit={submit} aria-label={words.spans.own} noValidate>
      <Group gap="sm" align="flex-start">
        <TextInput
          {...day}
          label={words.firstDay}
          value={first}
          error={atFirst ? says : undefined}
          onChange={(event) => setFirst(event.currentTarget.value)}
        />
        <TextInput
          {...day}
          label={words.lastDay}
          value={last}
          error={atFirst ? undefined : says}
          onChange={(event) => setLast(event.currentTarget.value)}
        />
        <Button type="submit" mt={{ base: 0, xs: 25 }} variant="default" disabled={fault !== undefined}>
          {words.showDays}
        </Button>
      </Group>
    </form>
  );
}
