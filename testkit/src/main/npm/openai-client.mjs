// Makes one call with the official client. The call comes as JSON on standard input, so that the key is in no process
// list; what came of it goes out as one JSON object.
import { text } from "node:stream/consumers";
import OpenAI, { toFile } from "openai";

const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather in a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

const call = JSON.parse(await text(process.stdin));
const client = new OpenAI({
  baseURL: call.base_url,
  apiKey: call.key,
  maxRetries: 0,
  timeout: call.timeout_millis,
});
const messages = [{ role: "user", content: call.prompt }];
const seen = { content: "", tool_calls: [], chunks: 0 };

const calls = {
  async chat() {
    const { data, response } = await client.chat.completions
      .create({ model: call.model, messages, ...call.options })
      .withResponse();
    const [choice] = data.choices;
    seen.content = choice.message.content ?? "";
    seen.tool_calls = choice.message.tool_calls ?? [];
    return { ...head(data, response), finish_reason: choice.finish_reason, usage: data.usage };
  },

  async stream() {
    const { data, response } = await client.chat.completions
      .create({
        model: call.model,
        messages,
        stream: true,
        stream_options: { include_usage: true },
        ...(call.tools ? { tools: [WEATHER] } : {}),
        ...call.options,
      })
      .withResponse();
    const result = { headers: Object.fromEntries(response.headers) };
    for await (const chunk of data) {
      seen.chunks += 1;
      result.id ??= chunk.id;
      result.model ??= chunk.model;
      result.usage = chunk.usage ?? result.usage;
      for (const choice of chunk.choices) {
        seen.content += choice.delta.content ?? "";
        (choice.delta.tool_calls ?? []).forEach(addFragment);
        result.finish_reason = choice.finish_reason ?? result.finish_reason;
      }
    }
    return result;
  },

  async embed() {
    const { data, response } = await client.embeddings
      .create({ model: call.model, input: call.inputs, ...call.options })
      .withResponse();
    return { ...head(data, response), vectors: data.data.map((one) => one.embedding), usage: data.usage };
  },

  async transcribe() {
    const { data, response } = await client.audio.transcriptions
      .create({
        model: call.model,
        file: await toFile(Buffer.from(call.sound, "base64"), "speech.mp3", { type: "audio/mpeg" }),
        ...call.options,
      })
      .withResponse();
    seen.content = data.text;
    return { headers: Object.fromEntries(response.headers) };
  },

  async models() {
    const models = [];
    for await (const model of client.models.list()) {
      models.push(model.id);
    }
    return { models };
  },
};

function head(data, response) {
  return { id: data.id, model: data.model, headers: Object.fromEntries(response.headers) };
}

function addFragment(fragment) {
  const whole = (seen.tool_calls[fragment.index] ??= { id: "", function: { name: "", arguments: "" } });
  whole.id += fragment.id ?? "";
  whole.function.name += fragment.function?.name ?? "";
  whole.function.arguments += fragment.function?.arguments ?? "";
}

let outcome;
try {
  outcome = { ...(await calls[call.call]()), ...seen };
} catch (error) {
  // A stream that is cut reaches the caller as the bare error of fetch.
  const cut = error.cause?.code?.startsWith("UND_ERR");
  if (!cut && !(error instanceof OpenAI.OpenAIError)) {
    throw error;
  }
  const { status, code, type, message } = error;
  outcome = {
    ...seen,
    error: { class: error.constructor.name, status, code, type, message, headers: Object.fromEntries(error.headers ?? []) },
  };
}
console.log(JSON.stringify(outcome));
