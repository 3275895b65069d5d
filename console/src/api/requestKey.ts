/**
 * A random key for a create, so that the same request sent twice makes one thing. Not crypto.randomUUID: browsers offer
 * that over https and on localhost alone, and a console inside a network may be served without.
 */
export function newRequestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
