import { afterEach, describe, expect, test } from "vitest";
import type { Template } from "../../core/model/template.ts";
import { MINUTE_MS } from "../../core/model/time.ts";
import type { Ec2Instance, LaunchRequest } from "../../core/ports/ec2.ts";
import type { Ports } from "../../core/ports/ports.ts";
import type { Capacity } from "../../local/world/ec2.ts";
import type { Lies } from "../../local/world/lies.ts";
import { anIntent, aTemplate, EPOCH, instanceNo, REGION } from "../builders.ts";

/** EC2 behind the ports, in a world whose time is the test's. */
export interface Ec2Subject {
  readonly ports: Pick<Ports, "launcher" | "power" | "fitting" | "lookup" | "console" | "listing">;
  /** Where instances can be launched; absent: where aTemplate() says. */
  readonly places?: Places;
  /** Does it, and lets so much time pass. */
  during<Answer>(forMs: number, work: () => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

type Places = Pick<Template, "subnets" | "securityGroups">;

const linux = (changes: Partial<LaunchRequest> = {}): LaunchRequest => ({
  intent: anIntent({ count: 1 }),
  template: aTemplate({ os: "linux" }),
  tags: { "greenroom:pool": "win-build" },
  ...changes,
});

/** What the ports of EC2 promise, whoever stands behind them. */
export function ec2Contract(
  name: string,
  openSubject: (options: { readonly capacity?: Capacity; readonly lies?: Lies }) => Promise<Ec2Subject>,
): void {
  const opened: Ec2Subject[] = [];
  afterEach(async () => {
    for (const subject of opened.splice(0)) await subject.close();
  });
  async function open(options: { readonly capacity?: Capacity; readonly lies?: Lies } = {}) {
    const subject = await openSubject(options);
    opened.push(subject);
    const { ports, during, places = aTemplate() } = subject;
    const { subnets, securityGroups } = places;
    const there = (request: LaunchRequest) => ({
      ...request,
      template: { ...request.template, subnets, securityGroups },
    });
    const launch = (request = linux()) => during(0, () => ports.launcher.launch(there(request)));
    /** The one instance of a launch, a while after it. */
    async function launched(forMs = MINUTE_MS, request = linux()): Promise<Ec2Instance> {
      const done = await during(forMs, () => ports.launcher.launch(there(request)));
      if (done.kind !== "launched" || !done.instances[0]) throw new Error("nothing was launched");
      return done.instances[0];
    }
    async function stopped(): Promise<string> {
      const { id } = await launched();
      await during(2 * MINUTE_MS, () => ports.power.stop(id, { hibernate: false }));
      return id;
    }
    const state = async (id: string) => {
      const row = await during(0, () => ports.lookup.look(id));
      return row === "unknown" ? row : row.observed.state;
    };
    return { ...subject, securityGroups, launch, launched, stopped, state };
  }
  const thrown = (work: Promise<unknown>) =>
    work.then(
      () => "nothing was thrown",
      (error: unknown) => error,
    );

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

  describe(`an instance, of ${name}`, () => {
    test("is stopped, started and terminated, each asked once and then already", async () => {
      const { ports, during, launched, state } = await open();
      const { id } = await launched();
      const twice = async (work: () => Promise<{ readonly kind: string }>) => {
        const [one, two] = [await during(0, work), await during(2 * MINUTE_MS, work)];
        return [one.kind, two.kind, await state(id)];
      };
      expect(await twice(() => ports.power.stop(id, { hibernate: false }))).toEqual(["asked", "already", "stopped"]);
      expect(await twice(() => ports.power.start(id))).toEqual(["asked", "already", "running"]);
      const end = await twice(() => ports.power.terminate(id, { spot: false }));
      expect(end).toEqual(["asked", "already", "terminated"]);
    });

    test.each<[string, number, (ports: Ec2Subject["ports"], id: string) => Promise<unknown>]>([
      ["stopped while it is pending", 0, ({ power }, id) => power.stop(id, { hibernate: false })],
      ["retyped while it runs", MINUTE_MS, ({ fitting }, id) => fitting.retype(id, "m5.xlarge")],
    ])("cannot be %s: again after", async (_, forMs, work) => {
      const { ports, during, launched } = await open();
      const { id } = await launched(forMs);
      const refused = { name: "PortError", fate: "again-after", code: "IncorrectInstanceState" };
      expect(await thrown(during(0, () => work(ports, id)))).toMatchObject(refused);
    });

    test("cannot be started while it stops", async () => {
      const { ports, during, launched } = await open();
      const { id } = await launched();
      await during(0, () => ports.power.stop(id, { hibernate: false }));
      const refused = { fate: "again-after", code: "IncorrectInstanceState" };
      expect(await thrown(during(0, () => ports.power.start(id)))).toMatchObject(refused);
    });

    test("is fitted while it is stopped", async () => {
      const { ports, during, stopped } = await open();
      const id = await stopped();
      expect(await during(0, () => ports.fitting.retype(id, "m5.xlarge"))).toEqual({ kind: "asked" });
      expect(await during(0, () => ports.fitting.tag(id, { "a&b": '<"7">' }))).toEqual({ kind: "asked" });
      expect(await during(0, () => ports.lookup.look(id))).toMatchObject({
        type: "m5.xlarge",
        tags: { "greenroom:pool": "win-build", "a&b": '<"7">' },
      });
    });

    test("shows on its console what it went through, a little later", async () => {
      const { ports, during, launched } = await open();
      const { id } = await launched(0);
      expect(await during(3 * MINUTE_MS, () => ports.console.read(id))).toEqual({ kind: "empty" });
      expect(await during(0, () => ports.console.read(id))).toMatchObject({
        kind: "output",
        text: expect.stringMatching(new RegExp(`${id} is running\\r\\n$`)),
        postedAt: expect.any(Number),
      });
    });

    test("may find no room when it is started", async () => {
      let room = 1;
      const { ports, during, stopped } = await open({ capacity: () => room });
      const id = await stopped();
      room = 0;
      const refused = { kind: "no-capacity", error: "InsufficientInstanceCapacity" };
      expect(await during(0, () => ports.power.start(id))).toEqual(refused);
    });

    test("of Spot ends with its request, and none is launched in its place", async () => {
      const { ports, during, launched, state } = await open();
      const { id } = await launched(MINUTE_MS, linux({ template: aTemplate({ os: "linux", market: "spot" }) }));
      expect(await during(2 * MINUTE_MS, () => ports.power.terminate(id, { spot: true }))).toEqual({ kind: "asked" });
      expect(await state(id)).toBe("terminated");
      const page = await during(0, () => ports.listing.page({ zone: `${REGION}a`, limit: 8 }));
      expect(page.kind === "page" && page.rows.map((row) => [row.id, row.observed.state])).toEqual([
        [id, "terminated"],
      ]);
    });

    const unknown = { kind: "unknown" };
    test.each<[string, unknown, (ports: Ec2Subject["ports"], id: string) => Promise<unknown>]>([
      ["to a start", unknown, ({ power }, id) => power.start(id)],
      ["to a stop", unknown, ({ power }, id) => power.stop(id, { hibernate: true })],
      ["to a termination", unknown, ({ power }, id) => power.terminate(id, { spot: true })],
      ["when it is to be retyped", unknown, ({ fitting }, id) => fitting.retype(id, "m5.xlarge")],
      ["when it is to be tagged", unknown, ({ fitting }, id) => fitting.tag(id, { a: "b" })],
      ["to a look", "unknown", ({ lookup }, id) => lookup.look(id)],
    ])("that EC2 never made is unknown %s", async (_, answer, work) => {
      const { ports, during } = await open();
      expect(await during(0, () => work(ports, instanceNo(404)))).toEqual(answer);
    });

    test("may be unknown to a look just after its launch, and is there a little later", async () => {
      const lies = { until: EPOCH + 10 * MINUTE_MS, pageRows: 10, hidden: 1, hiddenMs: MINUTE_MS };
      const { launched, during, state } = await open({ lies });
      const { id } = await launched(0);
      expect(await state(id)).toBe("unknown");
      await during(MINUTE_MS, async () => "a little later");
      expect(await state(id)).not.toBe("unknown");
    });
  });

  describe(`a listing, of ${name}`, () => {
    const zone = `${REGION}a`;
    /** The ids of twelve instances, each of a launch of its own. */
    async function twelve(launch: (request: LaunchRequest) => ReturnType<Ports["launcher"]["launch"]>) {
      const ids: string[] = [];
      for (let nth = 0; nth < 12; nth += 1) {
        const done = await launch(linux({ intent: anIntent({ count: 1, token: `token-${nth}` }) }));
        if (done.kind === "launched") ids.push(...done.instances.map(({ id }) => id));
      }
      return ids;
    }

    test("gives a zone's instances page by page, each once, and nothing of another zone", async () => {
      const { ports, during, launch } = await open();
      const ids = await twelve(launch);
      const first = await during(0, () => ports.listing.page({ zone, limit: 8 }));
      if (first.kind !== "page" || first.marker === undefined) throw new Error("no first page");
      const { marker } = first;
      const second = await during(0, () => ports.listing.page({ zone, marker, limit: 8 }));
      if (second.kind !== "page") throw new Error("no second page");
      expect([...first.rows, ...second.rows].map(({ id }) => id).sort()).toEqual(ids.sort());
      expect(second.marker).toBeUndefined();
      const other = await during(0, () => ports.listing.page({ zone: `${REGION}b`, limit: 8 }));
      expect(other).toEqual({ kind: "page", rows: [] });
    });

    const until = EPOCH + 60 * MINUTE_MS;
    test("says that its marker expired", async () => {
      const { ports, during, launch } = await open({ lies: { until, pageRows: 8, expired: 1 } });
      await twelve(launch);
      const first = await during(0, () => ports.listing.page({ zone, limit: 8 }));
      const marker = first.kind === "page" ? first.marker : undefined;
      if (marker === undefined) throw new Error("no marker");
      expect(await during(0, () => ports.listing.page({ zone, marker, limit: 8 }))).toEqual({ kind: "expired" });
    });

    test("says that it was not answered, which is no empty page", async () => {
      const { ports, during, launch } = await open({ lies: { until, pageRows: 8, unanswered: 1 } });
      await twelve(launch);
      const unanswered = { kind: "unanswered", error: "Unavailable" };
      expect(await during(0, () => ports.listing.page({ zone, limit: 8 }))).toEqual(unanswered);
    });

    test("throws when it is throttled: again after", async () => {
      const { ports, during } = await open({ lies: { until, pageRows: 8, throttled: 1 } });
      const throttled = { fate: "again-after", code: "RequestLimitExceeded" };
      expect(await thrown(during(0, () => ports.listing.page({ zone, limit: 8 })))).toMatchObject(throttled);
    });
  });
}
