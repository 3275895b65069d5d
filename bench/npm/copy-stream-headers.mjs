// @portkey-ai/gateway 1.15.2 answers every streamed call with 500, because it changes the headers of fetch's response,
// which are immutable. This gives it a copy for streams, and leaves all else alone, so that streams can be compared.
const fetchOfNode = globalThis.fetch;

globalThis.fetch = async (...request) => {
  const response = await fetchOfNode(...request);
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    return response;
  }
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers: new Headers(response.headers) });
};
