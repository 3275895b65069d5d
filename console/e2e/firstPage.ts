import type { Page } from '@playwright/test';

/** Counts the script that a page fetches, as it comes over the wire: compressed, without headers. */
export class ScriptBytes {
  private readonly counted: Promise<number>[] = [];

  constructor(page: Page) {
    page.on('requestfinished', (request) => {
      if (new URL(request.url()).pathname.endsWith('.js')) {
        this.counted.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      }
    });
  }

  async sum(): Promise<number> {
    return (await Promise.all(this.counted)).reduce((sum, bytes) => sum + bytes, 0);
  }
}
