// Serves the fixtures of a folder on a free port of loopback until standard input ends, so that it never outlives the
// test that started it. The settings come as one line of JSON; the address goes out as one line.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { LLMock } from "@copilotkit/aimock";

const input = createInterface({ input: process.stdin });
input.once("close", () => process.exit(0));
input.once("line", async (line) => {
  const { fixtures, keys, chunkCharacters, chunkMillis } = JSON.parse(line);
  const mock = new LLMock({
    host: "127.0.0.1",
    port: 0,
    strict: true,
    logLevel: "warn",
    chunkSize: chunkCharacters,
    latency: chunkMillis,
    ...(keys.length > 0 ? { auth: { apiKeys: keys } } : {}),
  });
  // One by one rather than by loadFixtureDir, which passes over what is invalid.
  for (const file of readdirSync(fixtures).filter((name) => name.endsWith(".json")).sort()) {
    mock.addFixturesFromJSON(JSON.parse(readFileSync(join(fixtures, file), "utf8")).fixtures);
  }
  await mock.start();
  console.log(mock.url);
});
