import { startMock, startServer } from './server';

/** Starts the server and the mock that the journeys share; each makes a tenant of its own there. */
export default async function start(): Promise<() => Promise<void>> {
  const mock = await startMock();
  try {
    const server = await startServer();
    process.env.QM_E2E_URL = server.url;
    process.env.QM_E2E_MOCK = mock.url;
    process.env.QM_E2E_OPERATOR_KEY = server.operatorKey;
    return async () => {
      await Promise.all([server.stop(), mock.stop()]);
    };
  } catch (failure) {
    await mock.stop();
    throw failure;
  }
}
