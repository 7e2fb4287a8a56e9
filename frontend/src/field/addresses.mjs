// The addresses of the house. The page brings them along, so that no script writes one of its own.
const known = new Map();

/** Take over what the page brought: each name with its address, ":uid" for what is filled in. */
export function knowAddresses(given) {
  for (const [name, address] of Object.entries(given)) known.set(name, address);
}

/** The address of this name: addressOf("photo", { uid, name }). */
export function addressOf(name, parts = {}) {
  return known.get(name).replace(/:(\w+)/g, (all, part) => encodeURIComponent(parts[part]));
}
