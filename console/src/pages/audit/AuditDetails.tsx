import { Button, Code, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import { ConsequenceList, type ModelNames } from '../../ui/DeleteDialog';
import { Dialog } from '../../ui/Dialog';
import { formatTime } from '../../ui/format';
import { labelOf } from '../../ui/schema';
import { actionText, actorText, kindText, subjectText } from './auditWords';
import { differences } from './difference';

export type AuditEvent = Schemas['AuditEvent'];

interface AuditDetailsProps {
  readonly event: AuditEvent;
  readonly modelNames?: ModelNames;
  /** Shows all changes of the same thing. */
  readonly history: () => void;
  readonly close: () => void;
}

/** One change: what differs, what came of it, and by whom. */
export function AuditDetails({ event, modelNames, history, close }: AuditDetailsProps) {
  return (
    <Dialog title={actionText(event)} close={close} side>
      <Stack gap="md">
        <Text size="sm">
          {subjectText(event)} · {actorText(event)} · {formatTime(event.occurred_at)}
        </Text>
        <Differences event={event} />
        <Consequences consequences={event.consequences} modelNames={modelNames} />
        <Stack gap={4}>
          <Fact name={`${kindText(event.subject_kind)}: ${t.audit.subjectId}`} value={event.subject_id} />
          <Fact name={t.audit.request} value={event.request_id} />
          <Fact name={t.audit.version} value={String(event.config_version)} />
        </Stack>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={history}>
            {t.audit.history}
          </Button>
          <Button onClick={close}>{t.common.close}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Differences({ event: { before, after } }: { event: AuditEvent }) {
  const rows = differences(before, after);
  const both = before !== null && after !== null;
  if (rows.length === 0) {
    return <Text size="sm">{t.audit.noDifference}</Text>;
  }
  return (
    <Table aria-label={t.audit.field} layout="fixed" verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t.audit.field}</Table.Th>
          {both ? <Table.Th scope="col">{t.audit.before}</Table.Th> : null}
          <Table.Th scope="col">{both ? t.audit.after : t.audit.value}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody style={{ overflowWrap: 'anywhere' }}>
        {rows.map(({ path, before: was, after: is }) => (
          <Table.Tr key={path}>
            <Table.Th scope="row" fw={500}>
              {path.split('.').map(labelOf).join(' / ')}
            </Table.Th>
            {both ? <Table.Td c="dimmed">{valueText(was)}</Table.Td> : null}
            <Table.Td>{valueText(after === null ? was : is)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return t.conflict.unset;
  }
  if (typeof value === 'boolean') {
    return value ? t.common.yes : t.common.no;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? t.common.none : value.join(', ');
  }
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? formatTime(value) : String(value);
}

/** The usual consequences in words; any others by their fields. */
function Consequences({ consequences, modelNames }: { consequences: unknown; modelNames?: ModelNames }) {
  if (consequences === null || consequences === undefined) {
    return null;
  }
  if (typeof consequences === 'object' && 'model_configs' in consequences && 'default_changes' in consequences) {
    return <ConsequenceList changes={consequences as Schemas['Consequences']} modelNames={modelNames} />;
  }
  return (
    <Stack gap={4}>
      <Title order={3} size="h5">
        {t.audit.consequences}
      </Title>
      {differences(null, consequences).map(({ path, after }) => (
        <Fact key={path} name={path.split('.').map(labelOf).join(' / ')} value={valueText(after)} />
      ))}
    </Stack>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {name}: <Code>{value}</Code>
    </Text>
  );
}
