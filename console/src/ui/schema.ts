/** The part of JSON Schema that families' settings, options and credentials are written in. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly 'x-hint'?: string;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

export type Fields = Readonly<Record<string, unknown>>;

export type Control =
  | { readonly kind: 'text' }
  | { readonly kind: 'number'; readonly whole: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'texts' }
  | { readonly kind: 'pairs'; readonly numbers: boolean }
  | { readonly kind: 'group' }
  | { readonly kind: 'json' };

/** Which control a field gets; what has no simple shape is written as JSON. */
export function controlOf(schema: JsonSchema): Control {
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []).filter((type) => type !== 'null');
  if (schema.enum?.every((value) => typeof value === 'string' || value === null)) {
    return { kind: 'choice', choices: schema.enum.filter((value): value is string => typeof value === 'string') };
  }
  if (types.length !== 1) {
    return { kind: 'json' };
  }
  switch (types[0]) {
    case 'string':
      return { kind: 'text' };
    case 'integer':
      return { kind: 'number', whole: true };
    case 'number':
      return { kind: 'number', whole: false };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return schema.items && controlOf(schema.items).kind === 'text' ? { kind: 'texts' } : { kind: 'json' };
    case 'object': {
      if (schema.properties) {
        return { kind: 'group' };
      }
      const values =
        typeof schema.additionalProperties === 'object' ? controlOf(schema.additionalProperties).kind : undefined;
      return values === 'text' || values === 'number'
        ? { kind: 'pairs', numbers: values === 'number' }
        : { kind: 'json' };
    }
    default:
      return { kind: 'json' };
  }
}

/** `api_version` as people read it. */
export function labelOf(name: string): string {
  const words = name
    .replace(/_/g, ' ')
    .replace(/\b(id|url|uri|api|arn|ms|aws)\b/g, (word) => (word === 'ms' ? 'ms' : word.toUpperCase()));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The object with a field set, or without it where the value is undefined. */
export function withField(fields: Fields, name: string, value: unknown): Fields {
  const { [name]: _, ...others } = fields;
  return value === undefined ? others : { ...others, [name]: value };
}

/** What errors say of the fields below one: those of `settings` by `region`, where the path was `settings.region`. */
export function below(errors: Readonly<Record<string, string>>, name: string): Record<string, string> {
  const prefix = `${name}.`;
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, message]) => [path.slice(prefix.length), message]),
  );
}

/** Whether a field has one possible value and holds no other, so that there is nothing to enter. */
export function isFixed(schema: JsonSchema, value: unknown): boolean {
  return schema.const !== undefined && (value === undefined || sameJson(schema.const, value));
}

/** The object with the fields that have one possible value; nothing where nothing else was entered. */
export function withFixed(schema: JsonSchema, fields: Fields): Fields {
  const properties = Object.entries(schema.properties ?? {});
  const entered = Object.entries(fields).some(([name, value]) => !isFixed(schema.properties?.[name] ?? {}, value));
  if (!entered) {
    return {};
  }
  const fixed = properties.flatMap(([name, of]) => (of.const === undefined ? [] : [[name, of.const] as const]));
  return { ...Object.fromEntries(fixed), ...fields };
}

/** Whether a text may run over several lines, such as a key in PEM. */
export function isLong({ maxLength, pattern }: JsonSchema): boolean {
  return maxLength !== undefined && maxLength > 4096 && pattern === undefined;
}

/** Whether a field of a credential may be seen while it is typed: it only names or addresses something. */
export function isPlain(name: string): boolean {
  return /_(id|email|uri|url)$/.test(name);
}

export type Pair = readonly [name: string, value: string];

/** What is wrong with an entry of a list of names and values. */
export type PairMistake = 'unnamed' | 'repeated' | 'not_a_number';

/** The mistake of each entry; one that is blank as a whole is none, as it is left out. */
export function pairMistakes(pairs: readonly Pair[], numbers: boolean): (PairMistake | undefined)[] {
  return pairs.map(([name, value], at) => {
    if (name === '') {
      return value === '' ? undefined : 'unnamed';
    }
    if (pairs.findIndex(([other]) => other === name) < at) {
      return 'repeated';
    }
    return numbers && (value.trim() === '' || !Number.isFinite(Number(value))) ? 'not_a_number' : undefined;
  });
}

/** Whether two JSON values are the same, whatever the order of their fields. */
export function sameJson(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The fields that differ from what was read; what nobody touched is not sent, so that it cannot overwrite another's change. */
export function changesOf<T extends object>(before: T, after: T): Partial<T> {
  const changes: Partial<T> = {};
  for (const name of Object.keys(after) as (keyof T)[]) {
    if (!sameJson(before[name] ?? null, after[name] ?? null)) {
      changes[name] = after[name];
    }
  }
  return changes;
}
