// Whether a key still belongs to the input method: Enter that confirms pinyin is no Enter.
const OF_THE_INPUT_METHOD = 229; // Safari's Enter comes after the composition has ended, as this code

export function isComposing(event) {
  return event.isComposing || event.keyCode === OF_THE_INPUT_METHOD;
}
