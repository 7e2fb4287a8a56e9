// Words in both languages, as the server's catalogues say them; the shell brings them along.
let words = {};
let language = "zh";

export function know(all) {
  words = all;
}

/** Speak a language of the house: "zh-hans" or "en". */
export function speak(chosen) {
  language = chosen === "en" ? "en" : "zh";
  document.documentElement.lang = language === "en" ? "en" : "zh-Hans";
}

export function spoken() {
  return language;
}

/** A word by its code, with %(name)s filled in. */
export function t(code, values = {}) {
  const word = words[language][code];
  if (word === undefined) throw new Error(`no word: ${code}`);
  return word.replace(/%\((\w+)\)s/g, (all, name) => values[name]);
}

/** A label of a form or kind: {zh, en}, or a plain text. */
export function said(label) {
  return label && typeof label === "object" ? label[language] || label.zh : label || "";
}

/** A moment as people say it, short: today's hour, else month and day. */
export function when(moment) {
  const at = new Date(moment);
  const locale = language === "en" ? "en" : "zh-CN";
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(
    locale,
    isToday ? { hour: "2-digit", minute: "2-digit" } : { month: "short", day: "numeric" },
  );
}
