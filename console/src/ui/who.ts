import type { Me } from '../session/me';
import { t } from '../texts';

/** Who wrote something, from the label that the server keeps: `operator`, `user:<id>`, `api_key:<id>`. */
export function whoText(label: string | null, me: Me): string {
  if (label === null) {
    return '–';
  }
  const [kind = '', id] = label.split(':');
  if (id !== undefined && (id === me.user_id || id === me.id)) {
    return t.who.you;
  }
  return (t.who.kinds as Readonly<Record<string, string>>)[kind] ?? label;
}
