// Sets have no order, and JSON has no sets: a set is an array sorted by its members' JSON text.

// Return the text of a value with the keys of every object in order.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

// Return the members of an array in the order of their JSON text, each as often as it is there.
export function inOrder(members) {
  const pairs = members.map((member) => [canonical(member), member]);
  pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return pairs.map(([, member]) => member);
}

// Replace every Set in a value by its sorted array.
export function sorted(value) {
  if (value instanceof Set) {
    return inOrder([...value].map(sorted));
  }
  if (Array.isArray(value)) return value.map(sorted);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item)]));
  }
  return value ?? null;
}
