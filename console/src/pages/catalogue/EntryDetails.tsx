import { Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import { useMe } from '../../session/me';
import { t } from '../../texts';
import { Dialog } from '../../ui/Dialog';
import { formatCount, formatTime } from '../../ui/format';
import { LoadError, Loading } from '../../ui/States';
import { whoText } from '../../ui/who';
import type { CatalogueModel } from '../models/api';
import { pricesText, priceTexts } from '../models/prices';
import { entryName } from './catalogueApi';

/** All that the catalogue says of a model, and what operators ever said of its price. */
export function EntryDetails({ model, close }: { model: CatalogueModel; close: () => void }) {
  const me = useMe();
  const { family, name } = model;
  const found = useQuery({
    queryKey: ['catalogue', 'entry', family, name],
    queryFn: () => dataOf(api.GET('/catalogue/models/{family}/{name}', { params: { path: { family, name } } })),
  });
  const shown = found.data ?? model;
  const facts = [
    [t.catalogue.type, t.modelTypes[shown.model_type] ?? shown.model_type],
    [t.catalogue.fields.displayName, shown.display_name ?? '–'],
    [t.catalogue.context, formatCount(shown.context_window)],
    [t.catalogue.output, formatCount(shown.max_output)],
    [
      t.catalogue.capabilities,
      (shown.capabilities ?? []).map((one) => t.catalogue.capabilityNames[one]).join(', ') || '–',
    ],
    [t.catalogue.source, t.catalogue.sourceHint[shown.source]],
    [t.catalogue.fields.prices, shown.prices == null ? t.models.noPrice : pricesText(priceTexts(shown.prices))],
    [
      t.catalogue.pricesFrom,
      [t.catalogue.pricesSource[shown.prices_source], shown.price_date].filter(Boolean).join(', '),
    ],
  ];
  return (
    <Dialog title={entryName(model)} close={close}>
      <Stack gap="md">
        <Table variant="vertical" aria-label={t.catalogue.details}>
          <Table.Tbody>
            {facts.map(([label, text]) => (
              <Table.Tr key={label}>
                <Table.Th scope="row">{label}</Table.Th>
                <Table.Td>{text}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Title order={3} size="h5">
          {t.catalogue.history}
        </Title>
        {found.error ? <LoadError error={found.error} retry={() => void found.refetch()} /> : null}
        {found.isPending ? <Loading rows={2} /> : null}
        {found.data?.price_history.length === 0 ? <Text size="sm">{t.catalogue.historyNone}</Text> : null}
        {found.data && found.data.price_history.length > 0 ? (
          <Table aria-label={t.catalogue.history}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t.catalogue.historyWhen}</Table.Th>
                <Table.Th scope="col">{t.catalogue.historyWho}</Table.Th>
                <Table.Th scope="col">{t.catalogue.fields.prices}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.data.price_history.map((entry) => (
                <Table.Tr key={entry.version}>
                  <Table.Td>
                    {formatTime(entry.created_at)}
                    <Text size="xs" c="dimmed">
                      {t.catalogue.version(entry.version)}
                    </Text>
                  </Table.Td>
                  <Table.Td>{whoText(entry.created_by, me)}</Table.Td>
                  <Table.Td>
                    {entry.source === 'operator'
                      ? entry.prices == null
                        ? t.catalogue.priceChoice.none
                        : pricesText(priceTexts(entry.prices))
                      : t.catalogue.pricesSource[entry.source]}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
      </Stack>
    </Dialog>
  );
}
