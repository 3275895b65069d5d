/** What the address says to the sign-in page. */
export interface SignInSearch {
  /** Where the person had been going, on this server. */
  readonly next?: string;
  /** The code of the problem that signing in at an identity provider ended with. */
  readonly failed?: string;
}

const CODE = /^[a-z_]{1,40}$/;
const OWN_PATH = /^\/(?![/\\])/;

/** Takes what can be used from an address that anybody may have written: no other site, and no words for the page to show. */
export function readSignInSearch({ next, failed }: Readonly<Record<string, unknown>>): SignInSearch {
  return {
    next: typeof next === 'string' && OWN_PATH.test(next) ? next : undefined,
    failed: typeof failed === 'string' && CODE.test(failed) ? failed : undefined,
  };
}
