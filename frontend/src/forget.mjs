// Who signs out on any page of the house signs out at the door, too: the key to what a phone knew
// of households is destroyed. Answers that wait there keep a key of their own (field/vault.mjs).
function forget() {
  const opening = indexedDB.open("linli-field");
  opening.onupgradeneeded = () => opening.transaction.abort(); // never used as a phone at the door
  opening.onsuccess = () => {
    const step = opening.result.transaction(["keys", "kept"], "readwrite");
    step.objectStore("keys").delete("facts");
    step.objectStore("kept").delete("bundle");
    step.oncomplete = () => opening.result.close();
  };
}

const SIGN_OUT = "form[data-signs-out]";
const SIGN_IN = "form[data-signs-in]";

if (window.indexedDB) {
  document.addEventListener("submit", (event) => event.target.matches(SIGN_OUT) && forget());
  if (document.querySelector(SIGN_IN)) forget();
}
