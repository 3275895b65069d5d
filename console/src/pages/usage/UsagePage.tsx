import { Group, Select, Stack, Text, Title } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useMay } from '../../session/me';
import { useTenant } from '../../shell/useTenant';
import { t } from '../../texts';
import { Page } from '../../ui/Page';
import { EmptyState, LoadError, Loading } from '../../ui/States';
import { type Kind, useNames } from '../../ui/useNames';
import { usageQuery } from './api';
import { Calls } from './Calls';
import { OwnDays } from './OwnDays';
import { SumTable } from './SumTable';
import { greatest, type Measure, rowsOf, type SpanName, type Sum, spanOf, spanOfDays } from './series';
import { Totals } from './Totals';
import { filterOf, NO_FILTER, readUsageSearch, USUALLY, type UsageSearch } from './usageSearch';

const UsageChart = lazy(() => import('./UsageChart').then(({ UsageChart: chart }) => ({ default: chart })));

/** As high as the chart, so that what is below it stays in place when it comes. */
const CHART_ROWS = 8;

const pairs = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([value, label]) => ({ value, label }));

/** What was used and what it cost: in all, over time by group, and call by call. */
export function UsagePage() {
  const tenant = useTenant();
  const may = useMay(tenant);
  const words = t.usage;
  const names = useNames(tenant);
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/t/$tenant/usage' });
  const spanName = search.span ?? USUALLY.span;
  const by = search.by ?? USUALLY.by;
  const measure = search.show ?? USUALLY.show;
  const span = spanName === 'own' ? spanOfDays(search.from ?? '', search.to ?? '') : spanOf(spanName, new Date());
  const days = { from: span.days.at(0) ?? '', to: span.days.at(-1) ?? '' };
  const show = (changes: UsageSearch) =>
    void navigate({
      to: '/t/$tenant/usage',
      params: { tenant },
      search: readUsageSearch({ ...search, ...changes }),
      replace: true,
      resetScroll: false,
    });
  const groups = useQuery(usageQuery(tenant, span, by));
  const whole = useQuery(usageQuery(tenant, span, 'day'));
  const top = greatest(groups.data?.data ?? [], measure).filter(({ group }) => group !== null);
  const series = useQueries({
    queries: top.map(({ group }) => usageQuery(tenant, span, 'day', { kind: by, id: group ?? '' })),
  });
  const nameOf = ({ group, name }: Sum) =>
    group === null ? words.nobody[by] : by === 'model' ? (name ?? names.of(by, group)) : names.of(by, group);
  /** What calls can be narrowed to: what there is now, and of the groups that are shown what there is not any more. */
  const choices = (kind: Kind) => {
    const known = names.choices(kind);
    const used = kind === by ? (groups.data?.data ?? []) : [];
    return [
      ...known,
      ...used
        .filter(({ group }) => group !== null && !known.some(({ value }) => value === group))
        .map((sum) => ({ value: sum.group ?? '', label: nameOf(sum) })),
    ];
  };
  const own = new Map(top.map(({ group }, at) => [group ?? '', series[at]?.data?.data ?? []] as const));
  const failed = series.find((one) => one.error !== null)?.error;
  const error = groups.error ?? whole.error ?? failed;
  const retry = () => {
    void groups.refetch();
    void whole.refetch();
    for (const one of series) {
      void one.refetch();
    }
  };
  return (
    <Page title={words.title} description={`${words.description} ${may('usage:read') ? '' : words.ownOnly}`}>
      <Group gap="sm" align="flex-end">
        <Select
          label={words.span}
          data={pairs(words.spans)}
          value={spanName}
          allowDeselect={false}
          onChange={(chosen) => show(chosen === 'own' ? { span: 'own', ...days } : { span: chosen as SpanName })}
          w={{ base: '100%', xs: 210 }}
        />
        <Select
          label={words.measure}
          data={pairs(words.measures)}
          value={measure}
          allowDeselect={false}
          onChange={(chosen) => show({ show: chosen as Measure })}
          w={{ base: '100%', xs: 150 }}
        />
        <Select
          label={words.groupBy}
          data={pairs(words.groups)}
          value={by}
          allowDeselect={false}
          onChange={(chosen) => show({ by: chosen as Kind })}
          w={{ base: '100%', xs: 150 }}
        />
      </Group>
      {spanName === 'own' ? <OwnDays {...days} show={(from, to) => show({ span: 'own', from, to })} /> : null}
      {error ? <LoadError error={error} retry={retry} /> : null}
      {groups.isPending || whole.isPending ? <Loading /> : null}
      {groups.data && whole.data ? (
        groups.data.total.requests === 0 ? (
          <EmptyState title={words.none} hint={words.noneHint} />
        ) : (
          <Stack gap="lg">
            <Totals total={groups.data.total} currency={groups.data.currency} />
            {failed ? null : series.some((one) => one.isPending) ? (
              <Loading rows={CHART_ROWS} />
            ) : (
              <Suspense fallback={<Loading rows={CHART_ROWS} />}>
                <UsageChart
                  label={words.chart(words.measures[measure], words.groups[by])}
                  rows={rowsOf(span.days, whole.data.data, own, measure)}
                  series={top.map((group) => ({ id: group.group ?? '', label: nameOf(group) }))}
                  measure={measure}
                  currency={groups.data.currency}
                />
              </Suspense>
            )}
            <SumTable key={by} by={by} sums={groups.data.data} nameOf={nameOf} currency={groups.data.currency} />
          </Stack>
        )
      ) : null}
      <Stack gap="sm">
        <Title order={2} size="h4">
          {words.calls}
        </Title>
        <Text size="sm" c="dimmed">
          {words.callsHint}
        </Text>
        <Calls
          tenant={tenant}
          span={span}
          names={names}
          filter={filterOf(search)}
          setFilter={(filter) => show({ ...NO_FILTER, ...filter })}
          choices={choices}
        />
      </Stack>
    </Page>
  );
}
