import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { Paper, Text, VisuallyHidden } from '@mantine/core';
import { t } from '../../texts';
import { formatCompact, formatDay, formatMoney } from '../../ui/format';
import { type Measure, OTHERS, OWN_SERIES, type Row } from './series';

const COLOURS = ['sea.6', 'orange.6', 'grape.6', 'lime.7', 'blue.6', 'pink.6'];

interface UsageChartProps {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The series by the ids of their groups, the greatest first; the others are added. */
  readonly series: readonly { readonly id: string; readonly label: string }[];
  readonly measure: Measure;
  readonly currency: string;
}

/** Bars by day, stacked by group. The table below has the same figures for who cannot see it. */
export function UsageChart({ label, rows, series, measure, currency }: UsageChartProps) {
  const format = (value: number) => (measure === 'cost' ? formatMoney(value, currency) : formatCompact(value));
  const some = rows.some((row) => Number(row[OTHERS]) > 0);
  return (
    <Paper withBorder p="md" radius="md" component="figure" m={0}>
      <Text component="figcaption" fw={600} pb="sm">
        {label}
      </Text>
      <div aria-hidden>
        <BarChart
          h={280}
          data={rows as unknown as Record<string, unknown>[]}
          dataKey="day"
          type="stacked"
          withLegend
          series={[
            ...series.slice(0, OWN_SERIES).map(({ id, label: name }, at) => ({
              name: id,
              label: name,
              color: COLOURS[at % COLOURS.length] ?? 'sea.6',
            })),
            ...(some || series.length === 0 ? [{ name: OTHERS, label: t.usage.others, color: 'gray.5' }] : []),
          ]}
          valueFormatter={format}
          yAxisProps={{ width: 76 }}
          xAxisProps={{ tickFormatter: (day: string) => formatDay(day).replace(/ \d{4}$/, ''), minTickGap: 24 }}
          tooltipProps={{ labelFormatter: (day) => (typeof day === 'string' && day !== '' ? formatDay(day) : '') }}
          barChartProps={{ accessibilityLayer: false }}
          barProps={{ isAnimationActive: false, maxBarSize: 40 }}
        />
      </div>
      <VisuallyHidden>
        {rows
          .map(
            (row) =>
              `${formatDay(row.day)}: ${format([...series.map(({ id }) => id), OTHERS].reduce((sum, id) => sum + Number(row[id] ?? 0), 0))}`,
          )
          .join('; ')}
      </VisuallyHidden>
    </Paper>
  );
}
