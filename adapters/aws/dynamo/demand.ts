import { turnFrom } from "../../../core/model/claim.ts";
import type { DemandDay } from "../../../core/model/demand.ts";
import type { Forecast } from "../../../core/model/forecast.ts";
import { DEMAND_RETENTION_MS } from "../../../core/model/forecast-limits.ts";
import type { Demand } from "../../../core/ports/demand.ts";
import type { TableCalls } from "./calls.ts";
import { claimsPartition, demandKey, expiry, forecastKey, type Item, ifNext, type Key } from "./items.ts";
import { CLAIMS_INDEX } from "./table.ts";

/** One item a day and pool, of at most some 5 KB, and one for the forecast, about as large. Claims are counted from the index that lists
 *  them, of which only the turn and the kind are sent. */
export const dynamoDemand = (calls: TableCalls): Demand => {
  const save = async (key: Key, doc: DemandDay | Forecast): Promise<"saved" | "conflict"> => {
    const expiresAt = expiry(Date.parse(doc.day) + DEMAND_RETENTION_MS);
    const Item = { ...key, doc, version: doc.version, expiresAt };
    const answer = await calls.write([{ Put: { Item, ...ifNext(doc.version) } }]);
    return answer.kind === "refused" ? "conflict" : "saved";
  };

  return {
    async asked(pool, from, limit) {
      const query = {
        IndexName: CLAIMS_INDEX,
        KeyConditionExpression: "claimsOf = :pool AND turn >= :from",
        ExpressionAttributeValues: { ":pool": claimsPartition(pool), ":from": turnFrom(from) },
        ExpressionAttributeNames: { "#turn": "turn", "#doc": "doc", "#kind": "kind" },
        ProjectionExpression: "#turn, #doc.#kind",
      };
      return (await calls.query(query, limit)).map(({ turn = "", doc }) => ({
        at: Number(turn.split("#", 1).join()),
        hit: (doc as { readonly kind?: string } | undefined)?.kind === "hit",
      }));
    },

    async read(pool, since) {
      const { pk, sk: last } = forecastKey(pool);
      const items = await calls.query({
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :last",
        ExpressionAttributeValues: { ":pk": pk, ":first": demandKey(pool, since).sk, ":last": last },
      });
      const isForecast = ({ sk }: Item): boolean => sk === last;
      const forecast = items.find(isForecast);
      return {
        days: items.filter((item) => !isForecast(item)).map(({ doc }) => withMoments(doc as DemandDay)),
        ...(forecast && { forecast: forecast.doc as Forecast }),
      };
    },

    count: (pool, day) => save(demandKey(pool, day.day), day),
    saveForecast: (pool, forecast) => save(forecastKey(pool), forecast),
  };
};

/** A day that was counted before moments were: each claim came alone. */
const withMoments = (day: DemandDay): DemandDay => ({ ...day, moments: day.moments ?? day.claims });
