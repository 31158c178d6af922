import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { instanceKey, type Key } from "../../../../../adapters/aws/dynamo/items.ts";
import { SHAPE, upcast } from "../../../../../adapters/aws/dynamo/shapes.ts";
import { tallyPartition } from "../../../../../adapters/aws/dynamo/tallies.ts";
import { dayOf } from "../../../../../core/model/tally.ts";
import { PortError } from "../../../../../core/ports/errors.ts";
import { EPOCH, next, POOL, REGION } from "../../../../builders.ts";
import { freshTable } from "../../../../dynamodb-table.ts";
import { recordedPlane } from "../../../../recorded-plane.ts";
import { captured, itemsOfShape, putAll, type Stored, storeAt } from "./fixture.ts";
import { FLOWS, WITHOUT_ITEMS } from "./flows.ts";
import { WARM } from "./scene.ts";

const endpoint = inject("dynamoDbEndpoint");
let tables = 0;
const open = () => {
  tables += 1;
  return freshTable(endpoint!, `shapes-${tables}`);
};
const KEY = { pk: "POOL#win-build", sk: "SPEC" };

describe("an item", () => {
  it.each([undefined, 0, 1])("of shape %s is read", (shape) => {
    expect(upcast({ ...KEY, ...(shape !== undefined && { shape }), doc: 7 })).toMatchObject({ ...KEY, doc: 7 });
  });

  it.each([SHAPE + 1, -1, 0.5, "1", null, Number.NaN])(
    "of shape %s is an error that stays one, and names it",
    (shape) => {
      const read = () => upcast({ ...KEY, shape: shape as number });
      expect(read).toThrow(PortError);
      expect(read).toThrow(
        `UnreadableShape: POOL#win-build SPEC has shape ${shape}; this version reads up to ${SHAPE}`,
      );
    },
  );
});

/** What every flow answers on a table's items, one after the other, and what they sent and counted meanwhile. */
async function outcomesOn(items: readonly Stored[]) {
  const place = await open();
  await putAll(place, items);
  const plane = recordedPlane(undefined, storeAt(place));
  const outcomes: Record<string, unknown> = {};
  for (const [name, flow] of Object.entries(FLOWS))
    outcomes[name] = await flow(plane.ports, items).catch((error: unknown) => ({ error }));
  const { counted, queued, published, failed } = plane;
  return { outcomes, sent: { counted, queued, published, failed } };
}

describe.skipIf(endpoint === undefined)("in a table of DynamoDB Local", () => {
  let present: readonly Stored[];
  let expected: Awaited<ReturnType<typeof outcomesOn>>;
  beforeAll(async () => {
    present = await captured(await open());
    expected = await outcomesOn(present);
  });

  it("the fixture of the present shape is what the present code writes: another is a new shape", () => {
    expect(itemsOfShape(SHAPE)).toEqual(present);
  });

  it("every item that is written says its shape", async () => {
    for (const item of present) expect(item.shape, JSON.stringify(item)).toEqual({ N: String(SHAPE) });
  });

  it("an item is of the present shape once all of it was written again, and of its own as long as it is only added to", async () => {
    const place = await open();
    await putAll(
      place,
      itemsOfShape(0).map((item) => ({ ...item, shape: { N: "0" } })),
    );
    const store = storeAt(place);
    const before = (await store.instances.find(WARM.id))!;
    await store.records.commit({ instance: next(before) });
    await store.tallies.add(REGION, { day: dayOf(EPOCH), amounts: { "missed ec2:stopped": 1 } });
    const { Items = [] } = await place.client.send(new ScanCommand({ TableName: place.table }));
    const shapeOf = (key: Key) => Items.find(({ pk, sk }) => pk?.S === key.pk && sk?.S === key.sk)?.shape;
    expect(shapeOf(instanceKey(POOL, WARM.id))).toEqual({ N: String(SHAPE) });
    expect(shapeOf({ pk: tallyPartition(REGION), sk: dayOf(EPOCH) })).toEqual({ N: "0" });
  });

  it("every flow that reads items is tried", () => {
    const files = readdirSync("core/flows").filter((name) => name.endsWith(".ts"));
    expect([...Object.keys(FLOWS), ...WITHOUT_ITEMS].sort()).toEqual(files.map((name) => basename(name, ".ts")).sort());
  });

  it("every flow does something with the items of the present shape", () => {
    for (const [name, outcome] of Object.entries(expected.outcomes)) {
      expect(outcome, `${name}: ${String((outcome as { error?: unknown }).error)}`).not.toHaveProperty("error");
      expect(JSON.stringify(outcome), name).not.toMatch(
        /"kind":"(?:unknown[a-z-]*|unmanaged|none|no-forecast|not-ours)"/,
      );
    }
  });

  it.each(Array.from({ length: SHAPE }, (_, shape) => shape))(
    "every flow does the same with items of shape %i, and sends the same",
    async (shape) => expect(await outcomesOn(itemsOfShape(shape))).toEqual(expected),
  );

  it("no flow goes on with what a later version wrote, and what the stream says of it is kept", async () => {
    const later = present.map((item) => ({ ...item, shape: { N: String(SHAPE + 1) } }));
    const { outcomes, sent } = await outcomesOn(later);
    const { "publish-changes": published, ...others } = outcomes;
    expect(published).toMatchObject({ published: 0 });
    expect(sent.failed.length).toBeGreaterThan(0);
    for (const text of sent.failed) expect(JSON.parse(text).detail.error.code).toBe("UnreadableShape");
    for (const [name, outcome] of Object.entries(others))
      expect(outcome, name).toMatchObject({ error: { fate: "terminal", code: "UnreadableShape" } });
  });
});
