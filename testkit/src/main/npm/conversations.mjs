// Has one conversation of each kind (whole, streamed, with a tool) with each model, by each client, all in one process: a start of Node.js costs
// more than they do. What to do comes as JSON on standard input; what came of each goes out as one line of JSON.
import { text } from "node:stream/consumers";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, jsonSchema, streamText, tool } from "ai";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";

globalThis.AI_SDK_LOG_WARNINGS = false; // they would go to standard output
const { base_url: base, key, clients, models } = JSON.parse(await text(process.stdin));
const CITY = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
const DESCRIPTION = "The weather in a city";

// The official client, by its Responses API: calls are answered, so that the history goes back too.
function responses() {
  const client = new OpenAI({ baseURL: base + "/v1", apiKey: key, maxRetries: 0 });
  const tools = [{ type: "function", name: "get_weather", description: DESCRIPTION, parameters: CITY, strict: true }];
  // The independent upstream does not number its events; what is translated here is numbered.
  const told = (response) => ({
    text: response.output_text,
    calls: response.output.filter((item) => item.type === "function_call").map((item) => item.arguments),
    finish: response.status,
    tokens: response.usage?.output_tokens ?? 0,
  });
  return {
    async whole(model) {
      return told(await client.responses.create({ model, input: "hello" }));
    },
    async streamed(model) {
      let deltas = "";
      const numbers = [];
      const stream = client.responses.stream({ model, input: "hello" });
      stream.on("event", (event) => {
        numbers.push(event.sequence_number);
        deltas += event.type === "response.output_text.delta" ? event.delta : "";
      });
      const response = told(await stream.finalResponse());
      const ordered = numbers.every((number, at) => number === undefined || number === at);
      return { ...response, text: deltas === response.text && ordered ? deltas : `${deltas} is not ${response.text}: ${numbers}` };
    },
    async tools(model) {
      const input = [{ role: "user", content: "weather" }];
      const first = await client.responses.stream({ model, input, tools }).finalResponse();
      const calls = first.output.filter((item) => item.type === "function_call");
      const outputs = calls.map(({ call_id }) => ({ type: "function_call_output", call_id, output: "sunny" }));
      const sent = first.output.map(({ parsed_arguments, ...item }) => item);
      const next = await client.responses.create({
        model,
        input: [...input, ...sent, ...outputs, { role: "user", content: "hello" }],
        tools,
      });
      return { ...told(first), text: next.output_text };
    },
  };
}

// Vercel's, which runs the tool and asks again by itself.
function vercel(provider, options = {}) {
  const tools = {
    get_weather: tool({ description: DESCRIPTION, inputSchema: jsonSchema(CITY), execute: async () => "sunny" }),
  };
  const shared = { maxRetries: 0, providerOptions: options };
  return {
    async whole(model) {
      const result = await generateText({ ...shared, model: provider(model), prompt: "hello" });
      return { text: result.text, calls: [], finish: result.finishReason, tokens: result.usage.outputTokens };
    },
    async streamed(model) {
      const result = streamText({ ...shared, model: provider(model), prompt: "hello", onError() {} });
      let deltas = "";
      for await (const delta of result.textStream) {
        deltas += delta;
      }
      return { text: deltas, calls: [], finish: await result.finishReason, tokens: (await result.usage).outputTokens };
    },
    async tools(model) {
      const result = streamText({ ...shared, model: provider(model), prompt: "weather", tools, onError() {} });
      const calls = await result.toolCalls;
      const { messages } = await result.response;
      const next = await generateText({
        ...shared,
        model: provider(model),
        messages: [{ role: "user", content: "weather" }, ...messages, { role: "user", content: "hello" }],
        tools,
      });
      return {
        text: next.text,
        calls: calls.map(({ input }) => JSON.stringify(input)),
        finish: await result.finishReason,
        tokens: (await result.usage).outputTokens,
      };
    },
  };
}

// Google's own, which reads what a provider of Google's protocol answers; it calls no gateway, for none of its routes are Google's.
function google() {
  const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base } });
  const config = {
    tools: [{ functionDeclarations: [{ name: "get_weather", description: DESCRIPTION, parametersJsonSchema: CITY }] }],
  };
  const told = (parts, last) => ({
    text: parts.map((part) => part.text ?? "").join(""),
    calls: parts.flatMap((part) => part.functionCalls ?? []).map(({ args }) => JSON.stringify(args)),
    finish: last.candidates?.[0]?.finishReason ?? "",
    tokens: last.usageMetadata?.candidatesTokenCount ?? 0,
  });
  const streamed = async (model, contents, config) => {
    const parts = [];
    for await (const part of await client.models.generateContentStream({ model, contents, config })) {
      parts.push(part);
    }
    return told(parts, parts.at(-1));
  };
  return {
    async whole(model) {
      const answer = await client.models.generateContent({ model, contents: "hello" });
      return told([answer], answer);
    },
    streamed: (model) => streamed(model, "hello"),
    tools: (model) => streamed(model, "weather", config),
  };
}

const all = {
  "openai responses": responses,
  // Without being told that nothing is stored, it refers to items by their ids.
  "ai responses": () => vercel(createOpenAI({ baseURL: base + "/v1", apiKey: key }).responses, { openai: { store: false } }),
  "ai chat": () => vercel(createOpenAI({ baseURL: base + "/v1", apiKey: key }).chat),
  "ai compatible": () => vercel(createOpenAICompatible({ name: "gateway", baseURL: base + "/v1", apiKey: key, includeUsage: true })),
  "ai anthropic": () => vercel(createAnthropic({ baseURL: base + "/v1", apiKey: key })),
  google,
};

// One after another with a model, so that a scripted upstream knows whose turn it is; all clients and models at once.
async function converse(client, has, model) {
  const told = [];
  for (const kind of ["whole", "streamed", "tools"]) {
    try {
      told.push({ client, model, kind, error: "", ...(await has[kind](model)) });
    } catch (error) {
      told.push({ client, model, kind, error: `${error.name}: ${error.message} ${error.responseBody ?? ""}` });
    }
  }
  return told;
}

const conversations = clients.flatMap((client) => {
  const has = all[client]();
  return models.map((model) => converse(client, has, model));
});
console.log(JSON.stringify((await Promise.all(conversations)).flat()));
