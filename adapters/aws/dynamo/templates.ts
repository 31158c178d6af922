import { isSameTemplate, type Template } from "../../../core/model/template.ts";
import type { Templates } from "../../../core/ports/store.ts";
import type { TableCalls } from "./calls.ts";
import { TEMPLATE_LIST, templateKey, templateListKey, templatePartition } from "./items.ts";

/** Templates never change, so a process reads each version once. */
export function dynamoTemplates(calls: TableCalls): Templates {
  const known = new Map<string, Template>();

  return {
    async find(name, version) {
      const key = templateKey(name, version);
      const id = `${key.pk}/${key.sk}`;
      const template = known.get(id) ?? ((await calls.get(key))?.doc as Template | undefined);
      if (template) known.set(id, template);
      return template;
    },

    async latest(name) {
      const query = {
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: "pk = :name",
        ExpressionAttributeValues: { ":name": templatePartition(name) },
      };
      const [item] = await calls.query(query, 1);
      return item?.doc as Template | undefined;
    },

    async list() {
      const items = await calls.query({
        ConsistentRead: true,
        KeyConditionExpression: "pk = :list",
        ExpressionAttributeValues: { ":list": TEMPLATE_LIST },
      });
      const versions = items.map(({ doc }) => doc as Template);
      return versions.filter(({ name }, at) => versions[at + 1]?.name !== name);
    },

    async save(template) {
      const { name, version } = template;
      const Item = { ...templateKey(name, version), doc: template };
      const ConditionExpression = "attribute_not_exists(pk)";
      const answer = await calls.write([
        { Put: { Item, ConditionExpression, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
        { Put: { Item: { ...templateListKey(name, version), doc: template } } },
      ]);
      if (answer.kind === "written") return "saved";
      const stored = answer.present[0]?.doc as Template | undefined;
      return stored && isSameTemplate(stored, template) ? "already" : "conflict";
    },
  };
}
