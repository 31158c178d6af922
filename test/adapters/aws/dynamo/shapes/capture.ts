import { writeFileSync } from "node:fs";
import { SHAPE } from "../../../../../adapters/aws/dynamo/shapes.ts";
import { startDynamoDbLocal } from "../../../../../local/wire/dynamo/dynamodb-local.ts";
import { freshTable } from "../../../../dynamodb-table.ts";
import { captured, fixtureFile, type Stored } from "./fixture.ts";

/** Captures the fixture of the shape that the present code writes: `node test/adapters/aws/dynamo/shapes/capture.ts`, which needs Java 17.
 *  A fixture that is there stays, for a shape never changes; `--again` makes it anew while no version with it was released. Shape 0 is
 *  what 0.1 wrote before items said their shape: the same items without it. */
const again = process.argv.includes("--again");
const local = await startDynamoDbLocal();
try {
  const items = await captured(await freshTable(local.endpoint, "capture"));
  const how = "Captured by capture.ts from DynamoDB Local, as the store wrote it";
  write(SHAPE, `${how}.`, items);
  if (SHAPE === 1 && again)
    write(
      0,
      `${how} before items said their shape.`,
      items.map(({ shape: _, ...item }) => item),
    );
} finally {
  await local.stop();
}

function write(shape: number, from: string, items: readonly Stored[]): void {
  const lines = [{ from }, ...items].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(fixtureFile(shape), lines.join(""), { flag: again ? "w" : "wx" });
}
