import { describe, expect, it } from "vitest";
import { match, type Offer } from "../../../core/claims/match.ts";
import { aPool, aTemplate, CALLER } from "../../builders.ts";

const IRELAND: Offer = { pool: aPool({ id: "win-build" }), template: aTemplate() };
const LINUX: Offer = {
  pool: aPool({ id: "linux-test" }),
  template: aTemplate({ name: "linux", types: ["c7i.large"], images: { "eu-west-1": "ami-0c7ab9d5f33a1e201" } }),
};
/** One template for two regions. */
const wide = aTemplate({
  name: "wide",
  images: { "eu-west-1": "ami-0a1b2c3d4e5f60718", "us-east-1": "ami-0f9e8d7c6b5a49382" },
  subnets: { "eu-west-1a": "subnet-0aaa0000000000001", "us-east-1c": "subnet-0ccc0000000000003" },
});
const VIRGINIA: Offer = { pool: aPool({ id: "a-virginia", region: "us-east-1" }), template: wide };

const ask = (asked: object, ...offers: readonly Offer[]) => {
  const answer = match({ caller: CALLER, key: "k", ...asked }, offers);
  return answer.kind === "offers" ? answer.offers.map(({ pool }) => pool.id) : answer;
};
const all = [IRELAND, LINUX, VIRGINIA];
const none = (field: string, value: string, ...have: readonly string[]) => ({ kind: "none", field, value, have });

describe("the pools that can serve a claim", () => {
  it.each([
    ["a pool", { pool: "win-build" }, ["win-build"]],
    ["nothing but to be served", {}, ["a-virginia", "linux-test", "win-build"]],
    ["a region", { region: "us-east-1" }, ["a-virginia"]],
    ["an image", { image: "ami-0a1b2c3d4e5f60718" }, ["win-build"]],
    ["an image of that region", { image: "ami-0f9e8d7c6b5a49382" }, ["a-virginia"]],
    ["a zone", { az: "eu-west-1b" }, ["linux-test", "win-build"]],
    ["a type", { type: "m5.xlarge" }, ["a-virginia", "win-build"]],
    ["a type in a region", { type: "m5.xlarge", region: "eu-west-1" }, ["win-build"]],
  ])("that asks for %s: %j", (_, asked, expected) => {
    expect(ask(asked, ...all)).toEqual(expected);
  });
});

describe("a claim that no pool can serve", () => {
  it.each([
    ["an unknown pool", { pool: "nobody" }, none("pool", "nobody", "a-virginia", "linux-test", "win-build")],
    ["an unknown region", { region: "eu-north-1" }, none("region", "eu-north-1", "eu-west-1", "us-east-1")],
    [
      "another region's image",
      { image: "ami-0f9e8d7c6b5a49382", region: "eu-west-1" },
      none("image", "ami-0f9e8d7c6b5a49382", "ami-0a1b2c3d4e5f60718", "ami-0c7ab9d5f33a1e201"),
    ],
    ["a type its pool has not", { pool: "linux-test", type: "m5.xlarge" }, none("type", "m5.xlarge", "c7i.large")],
    ["an unknown zone", { pool: "win-build", az: "eu-west-1z" }, none("az", "eu-west-1z", "eu-west-1a", "eu-west-1b")],
    [
      "a zone of its template in another region",
      { pool: "a-virginia", az: "eu-west-1a" },
      none("az", "eu-west-1a", "us-east-1c"),
    ],
  ])("names the requirement that cannot be met, and what exists: %s", (_, asked, expected) => {
    expect(ask(asked, ...all)).toEqual(expected);
  });

  it("names the missing image for a pool whose template has none for its region", () => {
    const homeless = { ...IRELAND, template: aTemplate({ images: {} }) };
    expect(ask({ image: "ami-0a1b2c3d4e5f60718" }, homeless)).toEqual(none("image", "ami-0a1b2c3d4e5f60718"));
  });
});
