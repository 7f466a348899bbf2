// An adapter that needs less of the same packages than door.mjs does.

export const needs = { doors: { file: "house/door.js", symbols: ["openDoor"] } };

export function prepare(kit) {
  return { open: (_, { by }) => kit.modules.doors.openDoor(by) };
}
