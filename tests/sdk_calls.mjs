// Calls the Image API, the Files API and the Responses API with the official JavaScript client; run by test_sdk.py.
// Usage: node sdk_calls.mjs BASE_URL, in a folder with node_modules and photo.png, a square picture with a clear middle.

import assert from "node:assert/strict";
import fs from "node:fs";
import OpenAI, { toFile } from "openai";

const baseURL = process.argv[2];
const client = new OpenAI({ apiKey: "My API Key", baseURL, maxRetries: 0 });
const photo = () => toFile(fs.createReadStream("photo.png"), "photo.png", { type: "image/png" });
const isPng = (text) => Buffer.from(text, "base64").subarray(1, 4).toString() === "PNG";

const plain = await client.images.generate({ model: "gpt-image-1", prompt: "a siamese cat", quality: "low", n: 2 });
assert.equal(plain.data.length, 2);
assert.equal(plain.usage.input_tokens, 20);
assert.ok(isPng(plain.data[0].b64_json));

for (const image of [await photo(), [await photo()], fs.createReadStream("photo.png")]) {
  const edited = await client.images.edit({ model: "gpt-image-1", image, prompt: "a cat", quality: "low" });
  assert.ok(isPng(edited.data[0].b64_json));
  assert.equal(edited.usage.input_tokens_details.image_tokens, 194);
}
const names = [];
const stream = await client.images.edit({
  model: "gpt-image-1", image: [await photo(), await photo()], mask: await photo(), prompt: "a cat", quality: "low",
  stream: true, partial_images: 2,
});
for await (const event of stream) names.push(event.type);
assert.deepEqual(names, ["image_edit.partial_image", "image_edit.partial_image", "image_edit.completed"]);

const old = await client.images.edit({ image: await photo(), prompt: "a cat", size: "256x256" });
assert.ok(old.data[0].url.startsWith(baseURL));
assert.equal((await fetch(old.data[0].url)).headers.get("content-type"), "image/png");
const varied = await client.images.createVariation({ image: await photo(), n: 2, size: "256x256" });
assert.equal(varied.data.length, 2);

const kept = await client.files.create({ file: fs.createReadStream("photo.png"), purpose: "vision" });
assert.equal(kept.bytes, fs.statSync("photo.png").size);
const body = { model: "gpt-image-1", prompt: "a cat", quality: "low", images: [{ file_id: kept.id }] };
assert.ok(isPng((await client.post("/images/edits", { body })).data[0].b64_json));
const found = [];
for await (const file of client.files.list({ limit: 1 })) found.push(file.id);
assert.deepEqual(found, [kept.id]);
assert.equal((await client.files.delete(kept.id)).deleted, true);

const ask = { model: "gpt-5", tools: [{ type: "image_generation", quality: "low" }] };
const first = await client.responses.create({ ...ask, input: "a gray cat and an otter" });
assert.ok(isPng(first.output[0].result));
const second = await client.responses.create({ ...ask, input: "make the cat black", previous_response_id: first.id });
assert.equal(second.output[0].revised_prompt, "A black cat and an otter");
const seen = [];
for await (const event of await client.responses.create({ ...ask, input: "a cat", stream: true })) seen.push(event.type);
assert.equal(seen[0], "response.created");
assert.equal(seen.at(-1), "response.completed");
const helped = client.responses.stream({ ...ask, input: "Hello!" });
assert.ok((await helped.finalResponse()).output_text);
let waiting = await client.responses.create({ ...ask, input: "a cat", background: true });
while (["queued", "in_progress"].includes(waiting.status)) waiting = await client.responses.retrieve(waiting.id);
assert.equal(waiting.status, "completed");
const listed = [];
for await (const item of client.responses.inputItems.list(second.id)) listed.push(item.type);
assert.deepEqual(listed, ["message"]);
const talk = await client.conversations.create({ items: [{ role: "user", content: "a cat" }] });
const blue = await client.responses.create({ ...ask, input: "make it blue", conversation: talk.id });
assert.equal(blue.output[0].revised_prompt, "A blue cat");
assert.equal((await client.conversations.delete(talk.id)).deleted, true);
await client.responses.delete(first.id);

for (const [kind, code, call] of [
  [OpenAI.NotFoundError, null, () => client.responses.retrieve(first.id)],
  [OpenAI.BadRequestError, "invalid_value", () => client.images.generate({ model: "nope", prompt: "a cat" })],
  [OpenAI.BadRequestError, "missing_required_parameter", () => client.images.edit({ prompt: "a cat", model: "gpt-image-1" })],
  [OpenAI.NotFoundError, null, () => client.files.retrieve(kept.id)],
]) {
  await assert.rejects(call, (error) => error instanceof kind && error.code === code && error.requestID !== undefined);
}
console.log("ok");
