import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../texts';
import { formatCount, formatMillis, formatMoney, formatTime } from '../../ui/format';
import { ListTable } from '../../ui/ListTable';
import { EmptyState } from '../../ui/States';
import { useList } from '../../ui/useList';
import type { Names } from '../../ui/useNames';
import { type CallFilter, type Event, fetchEvents, type Outcome, type Span } from './api';
import { CallDetails } from './CallDetails';
import { CallFilters, type Choices } from './CallFilters';

interface CallsProps {
  readonly tenant: string;
  readonly span: Span;
  readonly names: Names;
  readonly filter: CallFilter;
  readonly setFilter: (filter: CallFilter) => void;
  readonly choices: Choices;
}

/** The ledger, call by call. */
export function Calls({ tenant, span, names, filter, setFilter, choices }: CallsProps) {
  const words = t.usage;
  const [shown, setShown] = useState<Event>();
  const list = useList(['usage', tenant, 'events', span.from, span.to, filter], (cursor) =>
    fetchEvents(tenant, span, filter, cursor),
  );
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <ListTable
        label={words.calls}
        list={list}
        searchable={false}
        rowKey={({ id }) => id}
        empty={
          filtered ? (
            <EmptyState title={words.noMatch} hint={words.noMatchHint} />
          ) : (
            <EmptyState title={words.noCalls} hint={words.noneHint} />
          )
        }
        filters={<CallFilters tenant={tenant} span={span} filter={filter} setFilter={setFilter} choices={choices} />}
        columns={[
          { title: words.time, cell: ({ occurred_at }) => formatTime(occurred_at) },
          { title: words.model, cell: ({ family, model }) => `${family}/${model}` },
          { title: words.outcome, cell: ({ outcome: how }) => <OutcomeBadge outcome={how} />, from: 'xs' },
          {
            title: words.tokens,
            align: 'right',
            from: 'sm',
            cell: ({ input_tokens, output_tokens }) => `${formatCount(input_tokens)} / ${formatCount(output_tokens)}`,
          },
          {
            title: words.duration,
            align: 'right',
            from: 'md',
            cell: ({ duration_micros }) => formatMillis(duration_micros),
          },
          {
            title: words.cost,
            align: 'right',
            from: 'xs',
            cell: ({ cost_micros, currency }) => formatMoney(cost_micros, currency),
          },
        ]}
        actions={(event) => (
          <Button variant="subtle" size="compact-sm" onClick={() => setShown(event)}>
            {words.showDetails}
          </Button>
        )}
      />
      {shown ? <CallDetails event={shown} names={names} close={() => setShown(undefined)} /> : null}
    </>
  );
}

function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const colour = outcome === 'completed' ? 'teal' : outcome === 'client_left' ? 'gray' : 'orange';
  return (
    <Badge variant="light" color={colour}>
      {t.usage.outcomes[outcome]}
    </Badge>
  );
}
