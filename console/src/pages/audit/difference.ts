/** A field, by its path, whose value is not the same before and after; undefined where there is none. */
export interface FieldDifference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every change moves these; the event itself says when and by whom. */
const BOOKKEEPING = new Set(['version', 'updated_at', 'updated_by']);

/** What differs between two states of a thing, field by field; of what is new or gone, every field that says something. */
export function differences(before: unknown, after: unknown): readonly FieldDifference[] {
  const one = flat(before);
  const other = flat(after);
  const paths = [...new Set([...one.keys(), ...other.keys()])];
  return paths
    .filter((path) => !BOOKKEEPING.has(path))
    .map((path) => ({ path, before: one.get(path), after: other.get(path) }))
    .filter(({ before: was, after: is }) => JSON.stringify(was ?? null) !== JSON.stringify(is ?? null));
}

/** The values that are no objects, by their paths: `settings.timeouts.idle_ms`, `default_models.0.model_id`. */
function flat(value: unknown, path = '', into = new Map<string, unknown>()): Map<string, unknown> {
  if (value === null || value === undefined) {
    if (path !== '') {
      into.set(path, null);
    }
  } else if (Array.isArray(value) && !value.some(isObject)) {
    into.set(path, value);
  } else if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      flat(inner, path === '' ? name : `${path}.${name}`, into);
    }
  } else {
    into.set(path, value);
  }
  return into;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** What people call the thing that was changed, as far as its states tell. */
export function subjectName(before: unknown, after: unknown): string | undefined {
  for (const state of [after, before]) {
    if (isObject(state)) {
      const { name, display_name, alias, model, slug, email, model_type } = state as Record<string, unknown>;
      const found = [alias, name, display_name, model, slug, email, model_type].find(
        (text) => typeof text === 'string' && text !== '',
      );
      if (found !== undefined) {
        return found as string;
      }
    }
  }
  return undefined;
}
