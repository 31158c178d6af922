import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { asyncApi } from "../../docs/print/asyncapi.ts";
import { exampleOf } from "../../docs/print/examples.ts";
import { CONTRACTS } from "../../events/contracts.ts";
import { ATTRIBUTES, attributesOf } from "../../events/notices/attributes.ts";
import { NOTICES, type Notice } from "../../events/notices/notice.ts";
import { notices, parseNotice } from "../../events/subscriber.ts";

interface Message {
  readonly title: string;
  readonly headers: object;
  readonly payload: object;
  readonly examples: readonly { readonly headers?: object; readonly payload: { readonly detail: { kind: string } } }[];
}
const printed = JSON.parse(asyncApi());
const messages: readonly Message[] = Object.values(printed.components.messages);

/** The schema that the AsyncAPI initiative publishes for documents of version 3.0.0. */
const theirs = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("@asyncapi/specs/schemas/3.0.0.json"), "utf8"),
);

function complaints(document: object): readonly string[] {
  // Their schema brings the draft it is written in.
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
  // The way every bundler of this default export agrees on.
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const isValid = ajv.compile(theirs);
  isValid(document);
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The document's schemas, with what they refer to. */
function takes(schema: object, value: unknown): boolean {
  const ajv = new Ajv({ strict: false });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  return ajv.compile({ ...schema, components: printed.components })(value);
}

describe("the AsyncAPI document", () => {
  it("is one, by the initiative's own schema", () => expect(complaints(printed)).toEqual([]));

  it("would not be one otherwise", () => {
    expect(complaints({ ...printed, channels: { topic: { address: 7 } } })).not.toEqual([]);
    expect(complaints({ ...printed, asyncapi: "2.0.0" })).not.toEqual([]);
  });

  it("has every notice, on both channels, and refers to nothing that is not there", () => {
    expect(messages.map(({ title }) => title).sort()).toEqual(
      Object.values(notices)
        .map(({ detailType }) => detailType)
        .sort(),
    );
    const refs = [...asyncApi().matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path = ""]) => path.split("/"));
    expect(refs.length).toBeGreaterThan(20);
    for (const path of refs)
      expect(
        path.reduce((at, key) => at?.[key], printed),
        path.join("/"),
      ).toBeTypeOf("object");
    for (const channel of ["topic", "bus"])
      expect(Object.keys(printed.channels[channel].messages)).toHaveLength(messages.length);
  });

  it.each(messages.map((message) => [message.title, message] as const))("takes its example: %s", (_, message) => {
    const [example] = message.examples;
    if (!example) throw new Error("there is none");
    const { payload } = example;
    expect(takes(message.payload, payload)).toBe(true);
    expect(takes(message.payload, { ...payload, source: "aws.ec2" })).toBe(false);
    expect(takes(message.payload, { ...payload, detail: { ...payload.detail, noticeId: 7 } })).toBe(false);
    if (example.headers) expect(takes(message.headers, example.headers)).toBe(true);
    expect(takes(message.headers, {})).toBe(false);
    expect(parseNotice(JSON.stringify(payload))).toMatchObject({ kind: "heard" });
  });
});

describe("what a filter can name", () => {
  it.each(Object.keys(NOTICES) as Notice["kind"][])("stands on every notice of kind %s", (kind) => {
    const example = exampleOf(NOTICES[kind]) as Notice;
    const attributes = attributesOf(example);
    expect(Object.keys(attributes)).toEqual(["kind", ...Object.keys(ATTRIBUTES[kind])]);
    expect(Object.values(attributes)).not.toContain("undefined");
  });
});

describe("an example", () => {
  it("is there for every notice", () => {
    const without = CONTRACTS.filter((contract) => contract.detailType in notices && !exampleOf(contract));
    expect(without).toEqual([]);
    for (const contract of Object.values(notices)) expect(exampleOf(contract), contract.detailType).toBeDefined();
  });
});
