import { Alert, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import { t } from '../../texts';
import { whileActive } from '../../ui/activity';
import { Page } from '../../ui/Page';
import { LoadError, Loading } from '../../ui/States';
import { Circuits } from './Circuits';
import { NodeCard } from './NodeCard';

const EVERY = 5_000; // as often as nodes tell of themselves

/** How the deployment is: its database and its nodes, as each told last. */
export function HealthPage() {
  const words = t.health;
  const health = useQuery({
    queryKey: ['deployment-health'],
    queryFn: () => dataOf(api.GET('/deployment/health')),
    refetchInterval: whileActive(EVERY),
  });
  const nodes = health.data?.nodes ?? [];
  const database = health.data?.database;
  const releases = [...new Set(nodes.filter(({ alive }) => alive).map(({ release }) => release))].sort();
  return (
    <Page title={words.title} description={`${words.description} ${words.refreshed}`}>
      {health.error ? <LoadError error={health.error} retry={() => void health.refetch()} /> : null}
      {health.isPending ? <Loading rows={6} /> : null}
      {health.data && database ? (
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm" component="dl" m={0}>
            <Fact name={words.release} value={health.data.release} />
            <Fact name={words.database} value={words.postgres(database.version, database.embedded)} />
            <Fact
              name={words.schema}
              value={words.schemaAt(database.schema_version ?? '–')}
              note={
                database.schema_version === database.expected_schema_version
                  ? undefined
                  : words.schemaExpected(database.expected_schema_version)
              }
            />
          </SimpleGrid>
          {releases.length > 1 ? <Alert color="yellow">{words.versions(releases.join(', '))}</Alert> : null}
          <Stack gap="sm">
            <Title order={2} size="h4">
              {words.nodes}
            </Title>
            <Text size="sm" c="dimmed">
              {words.nodesAlive(nodes.filter(({ alive }) => alive).length, nodes.length)}
            </Text>
            {nodes.map((node) => (
              <NodeCard key={node.id} node={node} />
            ))}
          </Stack>
          <Stack gap="sm">
            <Title order={2} size="h4">
              {words.circuits}
            </Title>
            <Circuits nodes={nodes} />
          </Stack>
        </Stack>
      ) : null}
    </Page>
  );
}

function Fact({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fw={600}>
        {value}
      </Text>
      {note ? (
        <Text component="dd" m={0} size="sm">
          {note}
        </Text>
      ) : null}
    </div>
  );
}
