import { Table, Text } from '@mantine/core';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { formatCount, formatMillis, formatMoney, formatTime } from '../../ui/format';
import type { Names } from '../../ui/useNames';
import type { Event } from './api';

type Field = Exclude<keyof Event, 'currency'>; // it is part of the cost

const FIELDS = Object.keys(t.usage.fields) as Field[];

/** Every field of the line that says something, with ids as names where they are known. */
export function CallDetails({ event, names, close }: { event: Event; names: Names; close: () => void }) {
  const title = t.usage.details(event.request_id);
  const values = textsOf(event, names);
  return (
    <Dialog title={title} close={close}>
      <Table aria-label={title}>
        <Table.Tbody>
          {FIELDS.filter((field) => values[field] !== null).map((field) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{t.usage.fields[field]}</Table.Th>
              <Table.Td>
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {values[field]}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}

function textsOf(event: Event, names: Names): Readonly<Record<Field, string | null>> {
  const words = t.usage;
  const count = (value: number | null) => (value === null ? null : formatCount(value));
  const yesNo = (value: boolean) => (value ? t.common.yes : t.common.no);
  return {
    occurred_at: formatTime(event.occurred_at),
    outcome: words.outcomes[event.outcome],
    status: String(event.status),
    route: words.routes[event.route] ?? event.route,
    model: event.model,
    model_id: names.of('model', event.model_id),
    model_type: t.modelTypes[event.model_type] ?? event.model_type,
    fallback_from: event.fallback_from === null ? null : names.of('model', event.fallback_from),
    family: event.family,
    provider_id: event.provider_id === null ? words.nobody.provider : names.of('provider', event.provider_id),
    credential_source: t.credentialSources[event.credential_source] ?? event.credential_source,
    attempts: formatCount(event.attempts),
    key_id: names.of('key', event.key_id),
    member_id: event.member_id === null ? words.aService : names.of('member', event.member_id),
    streamed: yesNo(event.streamed),
    input_tokens: count(event.input_tokens),
    cached_input_tokens: count(event.cached_input_tokens),
    cache_write_tokens: count(event.cache_write_tokens),
    output_tokens: count(event.output_tokens),
    reasoning_tokens: count(event.reasoning_tokens),
    audio_input_tokens: count(event.audio_input_tokens),
    audio_output_tokens: count(event.audio_output_tokens),
    image_input_tokens: count(event.image_input_tokens),
    image_output_tokens: count(event.image_output_tokens),
    audio_millis: event.audio_millis === null ? null : formatMillis(event.audio_millis * 1000),
    images: count(event.images),
    characters: count(event.characters),
    estimated: yesNo(event.estimated),
    cost_micros: event.cost_micros === null ? words.noPrice : formatMoney(event.cost_micros, event.currency),
    price_source: words.priceSources[event.price_source],
    price_version: event.price_version === null ? null : String(event.price_version),
    first_byte_micros: event.first_byte_micros === null ? null : formatMillis(event.first_byte_micros),
    duration_micros: formatMillis(event.duration_micros),
    overhead_micros: formatMillis(event.overhead_micros),
    request_id: event.request_id,
    id: event.id,
  };
}
