import { describe, expect, test } from "vitest";
import { anIntent, EPOCH } from "../../builders.ts";
import { linux, type Open } from "./subject.ts";

/** What a launch promises. */
export function launchesContract(name: string, open: Open): void {
  describe(`a launch, of ${name}`, () => {
    test("answers its instance with its fields, pending", async () => {
      const { launch, securityGroups } = await open();
      const intent = anIntent({ count: 1 });
      const done = await launch(linux({ intent }));
      if (done.kind !== "launched") throw new Error(done.kind);
      expect(done.instances).toMatchObject([
        {
          id: expect.stringMatching(/^i-[0-9a-f]{17}$/),
          observed: { state: "pending", at: EPOCH },
          az: intent.az,
          type: intent.type,
          imageId: intent.imageId,
          token: intent.token,
          privateIp: expect.stringMatching(/^10\./),
          securityGroups,
          tags: { "greenroom:pool": "win-build" },
        },
      ]);
    });

    test("answers as many instances as intended, of ids of their own", async () => {
      const { launch } = await open();
      const done = await launch(linux({ intent: anIntent({ count: 3 }) }));
      if (done.kind !== "launched") throw new Error(done.kind);
      expect(new Set(done.instances.map(({ id }) => id)).size).toBe(3);
    });

    test("with a token of before is the launch of before", async () => {
      const { launch, launched } = await open();
      const { id } = await launched();
      const again = await launch();
      expect(again).toMatchObject({ kind: "launched", instances: [{ id }] });
    });

    test.each([
      ["another count", linux({ intent: anIntent({ count: 2 }) })],
      ["another type", linux({ intent: anIntent({ count: 1, type: "m5.xlarge" }) })],
      ["other tags", linux({ tags: { "greenroom:pool": "win-build", more: "1" } })],
    ])("with a token of before and %s is impossible", async (_, other) => {
      const { launch, launched } = await open();
      await launched(0);
      expect(await launch(other)).toEqual({ kind: "impossible", error: "IdempotentParameterMismatch" });
    });

    test("answers fewer where there is less room, and is refused where there is none", async () => {
      let room = 2;
      const { launch } = await open({ capacity: () => room });
      const some = await launch(linux({ intent: anIntent({ count: 3 }) }));
      expect(some).toMatchObject({ kind: "launched", instances: { length: 2 } });
      room = 0;
      const none = linux({ intent: anIntent({ token: "another", count: 1 }) });
      expect(await launch(none)).toEqual({ kind: "no-capacity", error: "InsufficientInstanceCapacity" });
    });
  });
}
