// The phone at the door: works without signal (docs/field.md).
import { start } from "./field/start.mjs";

document.documentElement.classList.add("js");
start();
