import { notifications } from '@mantine/notifications';
import { api } from '../../api/client';
import { t } from '../../texts';
import type { CallFilter, Span } from './api';

/** Saves all calls of a time that fit a filter as a file. */
export async function saveCsv(tenant: string, { from, to }: Span, filter: CallFilter): Promise<void> {
  try {
    const { data } = await api.GET('/tenants/{tenant}/usage/events', {
      params: { path: { tenant }, query: { from, to, ...filter } },
      headers: { accept: 'text/csv' },
      parseAs: 'blob',
    });
    const url = URL.createObjectURL(data as Blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = `usage-${tenant}-${from.slice(0, 10)}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  } catch (error) {
    notifications.show({ message: error instanceof Error ? error.message : t.common.failed, color: 'red' });
  }
}
