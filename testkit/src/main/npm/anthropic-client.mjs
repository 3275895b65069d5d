// Makes one call with Anthropic's official client. The call comes as JSON on standard input, so that the key is in no
// process list; what came of it goes out as one JSON object.
import { text } from "node:stream/consumers";
import Anthropic from "@anthropic-ai/sdk";

const WEATHER = {
  name: "get_weather",
  description: "The weather in a city",
  input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

const call = JSON.parse(await text(process.stdin));
const client = new Anthropic({
  baseURL: call.base_url,
  apiKey: call.key,
  maxRetries: 0,
  timeout: call.timeout_millis,
});
const request = {
  model: call.model,
  max_tokens: 1024,
  messages: [{ role: "user", content: call.prompt }],
  ...(call.tools ? { tools: [WEATHER] } : {}),
};

const calls = {
  create: () => client.messages.create(request),
  stream: () => client.messages.stream(request).finalMessage(),
};

let outcome;
try {
  outcome = await calls[call.call]();
} catch (error) {
  if (!(error instanceof Anthropic.AnthropicError)) {
    throw error;
  }
  outcome = { error: { class: error.constructor.name, status: error.status, type: error.error?.error?.type, message: error.message } };
}
console.log(JSON.stringify(outcome));
