import { t } from '../../texts';
import { labelOf } from '../../ui/schema';
import type { AuditEvent } from './AuditDetails';
import { subjectName } from './difference';

export function actionText({ action }: Pick<AuditEvent, 'action'>): string {
  return t.audit.actions[action] ?? labelOf(action.replace('.', ' '));
}

export function kindText(kind: string): string {
  return t.audit.kinds[kind] ?? labelOf(kind);
}

/** The thing by its name, or by its kind where it has none. */
export function subjectText({ before, after, subject_kind }: AuditEvent): string {
  return subjectName(before, after) ?? kindText(subject_kind);
}

export function actorText({ actor_name, actor, actor_kind }: AuditEvent): string {
  return actor_name ?? (actor_kind === 'operator' ? t.audit.operator : `${t.audit.formerActor} (${actor})`);
}
