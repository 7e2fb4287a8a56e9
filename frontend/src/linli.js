// What every page does when JavaScript is there: keys, rows that open, drafts, dialogs.
import "./drafts.mjs";
import "./keys.mjs";
import "./loading.mjs";
import "./confirm.mjs";
import "./choose.mjs";
import "./forget.mjs";
import "./spot.mjs";

document.documentElement.classList.add("js");
