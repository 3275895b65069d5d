import { Badge, Code, Group, List, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import { formatBytes, formatCount, formatTime } from '../../ui/format';

type Node = Schemas['Node'];

/** One process: whether it lives and takes calls, and what somebody should look at. */
export function NodeCard({ node }: { node: Node }) {
  const words = t.health;
  const facts: readonly (readonly [string, string])[] = [
    [words.release, node.release],
    [words.since, formatTime(node.started_at)],
    [words.seen, formatTime(node.last_seen_at)],
    [words.inFlight, formatCount(node.calls_in_flight)],
    [words.spool, formatBytes(node.spool_bytes)],
  ];
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={node.host}>
      <Stack gap="sm">
        <Group gap="xs">
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {node.host}
          </Text>
          <Badge variant="light" color={node.alive ? 'teal' : 'red'}>
            {node.alive ? words.alive : words.lost}
          </Badge>
          {node.alive ? (
            <Badge variant="light" color={node.ready ? 'teal' : 'orange'}>
              {node.ready ? words.ready : words.notReady}
            </Badge>
          ) : null}
          {node.this_node ? (
            <Badge variant="light" color="gray">
              {words.thisNode}
            </Badge>
          ) : null}
        </Group>
        <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="xs" component="dl" m={0}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <Text component="dt" size="xs" c="dimmed">
                {name}
              </Text>
              <Text component="dd" m={0} size="sm">
                {value}
              </Text>
            </div>
          ))}
        </SimpleGrid>
        <Notes notes={[...node.reasons, ...node.warnings]} />
        <Drift drift={node.drift} />
      </Stack>
    </Paper>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  return notes.length === 0 ? null : (
    <List size="sm" spacing={4}>
      {notes.map((note) => (
        <List.Item key={note}>{note}</List.Item>
      ))}
    </List>
  );
}

function Drift({ drift }: { drift: Node['drift'] }) {
  const words = t.health;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm">{words.drift}</Text>
        <Badge variant="light" color={drift.state === 'none' ? 'teal' : drift.state === 'unknown' ? 'gray' : 'orange'}>
          {words.driftStates[drift.state]}
        </Badge>
        {drift.checked_at ? (
          <Text size="xs" c="dimmed">
            {words.checked(formatTime(drift.checked_at))}
          </Text>
        ) : null}
      </Group>
      {drift.findings.length > 0 ? (
        <>
          <Notes
            notes={drift.findings.map(({ severity, kind, object }) =>
              words.finding(words.severities[severity] ?? severity, kind, object),
            )}
          />
          <Text size="sm" c="dimmed">
            <Code>{words.driftHint}</Code>
          </Text>
        </>
      ) : null}
    </Stack>
  );
}
