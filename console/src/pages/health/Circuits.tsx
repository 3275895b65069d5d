import { Anchor, Badge, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../api/client';
import { t } from '../../texts';
import { failureText } from '../../ui/failure';
import { formatCount, formatTime } from '../../ui/format';
import { NothingFound } from '../../ui/ListStates';
import { SearchInput } from '../../ui/SearchInput';
import { isIn } from '../../ui/search';

/** Which providers nodes avoid for now, and why. */
export function Circuits({ nodes }: { nodes: readonly Schemas['Node'][] }) {
  const words = t.health;
  const open = nodes
    .filter(({ alive }) => alive)
    .flatMap(({ host, id, circuits }) => circuits.map((circuit) => ({ host, node: id, circuit })));
  const [search, setSearch] = useState('');
  const found = open.filter(({ host, circuit }) =>
    isIn(search, circuit.provider_name ?? words.gone, circuit.tenant_slug ?? words.gone, host),
  );
  const all = nodes.filter(({ alive }) => alive).reduce((sum, { circuits_total }) => sum + circuits_total, 0);
  if (open.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {words.noCircuits}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {words.circuitsHint}
      </Text>
      <SearchInput label={words.circuits} value={search} onChange={setSearch} />
      {found.length === 0 ? (
        <>
          <NothingFound text={search.trim()} />
          {all > open.length ? <Text size="sm">{words.circuitsSearched}</Text> : null}
        </>
      ) : (
        <Table aria-label={words.circuits}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.provider}</Table.Th>
              <Table.Th scope="col">{words.tenant}</Table.Th>
              <Table.Th scope="col">{words.state}</Table.Th>
              <Table.Th scope="col" visibleFrom="sm">
                {words.until}
              </Table.Th>
              <Table.Th scope="col" visibleFrom="sm" ta="right">
                {words.failures}
              </Table.Th>
              <Table.Th scope="col" visibleFrom="md">
                {words.lastFailure}
              </Table.Th>
              <Table.Th scope="col" visibleFrom="md">
                {words.node}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map(({ host, node, circuit }) => (
              <Table.Tr key={`${node} ${circuit.tenant_id} ${circuit.provider_id}`}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{circuit.provider_name ?? words.gone}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  {circuit.tenant_slug ? (
                    <Anchor
                      size="sm"
                      renderRoot={(props) => (
                        <Link to="/t/$tenant/providers" params={{ tenant: circuit.tenant_slug ?? '' }} {...props} />
                      )}
                    >
                      {circuit.tenant_slug}
                    </Anchor>
                  ) : (
                    words.gone
                  )}
                </Table.Td>
                <Table.Td>
                  <Badge variant="light" color="orange">
                    {words.states[circuit.circuit] ?? circuit.circuit}
                  </Badge>
                </Table.Td>
                <Table.Td visibleFrom="sm">{formatTime(circuit.open_until)}</Table.Td>
                <Table.Td visibleFrom="sm" ta="right">
                  {formatCount(circuit.consecutive_failures)}
                </Table.Td>
                <Table.Td visibleFrom="md">{circuit.last_failure ? failureText(circuit.last_failure) : '–'}</Table.Td>
                <Table.Td visibleFrom="md">{host}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Text size="sm" c="dimmed" aria-live="polite">
        {t.common.shown(found.length, all > open.length)}
      </Text>
    </Stack>
  );
}
