/** A webpack loader that replaces each key of its options by its value. */
module.exports = function replace(source) {
  let text = source;
  for (const [from, to] of Object.entries(this.getOptions())) {
    if (!text.includes(from)) throw new Error(`${this.resourcePath} holds no ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
};
