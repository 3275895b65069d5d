const PREFIX = 'quartermaster.tenant.';

/** The tenant that a person looked at last, so that a page without one, such as the profile, leads back to it. */
export function lastTenant(person: string): string | undefined {
  return sessionStorage.getItem(PREFIX + person) ?? undefined;
}

export function rememberTenant(person: string, slug: string): void {
  sessionStorage.setItem(PREFIX + person, slug);
}
