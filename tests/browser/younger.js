// Takes away what is younger than Chrome 73 and Safari 13, before a page is loaded: so those phones
// see it. What a page asks for first ("in", a test of its own) it may use; what is missing must not
// be called.
for (const [owner, names] of [
  [Element.prototype, ["replaceChildren", "getHTML", "setHTMLUnsafe", "checkVisibility"]],
  [Document.prototype, ["replaceChildren"]],
  [DocumentFragment.prototype, ["replaceChildren"]],
  [Blob.prototype, ["arrayBuffer", "text", "stream", "bytes"]],
  [Response.prototype, ["bytes"]],
  [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]],
  [String.prototype, ["at", "replaceAll", "isWellFormed", "toWellFormed"]],
  [Object, ["hasOwn", "groupBy"]],
  [Map, ["groupBy"]],
  [Array, ["fromAsync"]],
  [Promise, ["any", "allSettled", "withResolvers", "try"]],
  [Crypto.prototype, ["randomUUID"]],
  [AbortSignal, ["timeout", "any"]],
  [AbortSignal.prototype, ["throwIfAborted"]],
  [Navigator.prototype, ["locks", "storage"]],
  [IDBFactory.prototype, ["databases"]],
  [HTMLElement.prototype, ["showPopover"]],
  [Set.prototype, ["union", "intersection", "difference", "isSubsetOf"]],
  [window, [
    "structuredClone", "createImageBitmap", "BarcodeDetector", "WeakRef", "FinalizationRegistry", "OffscreenCanvas",
    "ResizeObserver", "CompressionStream", "reportError", "scheduler", "AggregateError", "MediaRecorder",
  ]],
]) {
  for (const name of names) delete owner[name];
}
