// How is the Speech Rule Engine spared work that it has done before? For each part of a formula it asks some hundred
// rules whether they apply. Their conditions are XPath, and it reads the XPath anew each time it asks: that took half
// of a cold build. Here, each condition is read once, and a rule for fractions is asked about fractions only.
//
// Both are hooks into the engine's modules, at the version that package-lock.json pins; what is said stays the same.
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const inside = (file) => load(`speech-rule-engine/cjs/${file}.js`);

export const SRE = inside('common/system');
const { xpath } = inside('common/system_external').SystemExternal;
const { AbstractTrieNode } = inside('indexing/abstract_trie_node');
const { ANY_TYPE, ORDERED_NODE_ITERATOR_TYPE, UNORDERED_NODE_ITERATOR_TYPE } = xpath.result;

// First hook: conditions. The engine wants nodes, takes an error for "none", and then asks again for true or false.
// Whether an expression yields nodes does not depend on the formula, so that one error object serves for ever:
// making new ones costs more than all that is found.
const NO_NODES = new Error('An expression that yields no nodes');

function createExpression() {
  const window = { document: {}, XPathResult: {} };
  load('wicked-good-xpath').install(window);
  return window.document.createExpression;
}
const read = createExpression();

function asked(expression) {
  let nodes = true;
  return (node, type) => {
    if (type !== ORDERED_NODE_ITERATOR_TYPE) return expression.evaluate(node, type);
    const result = nodes && expression.evaluate(node, ANY_TYPE);
    nodes &&= result.resultType === UNORDERED_NODE_ITERATOR_TYPE; // so "any" calls nodes, in order
    if (!nodes) throw NO_NODES;
    return result;
  };
}

function condition(text, resolver) {
  try {
    return asked(read(text, resolver));
  } catch (error) { // the engine asks for some things that are no XPath
    return () => { throw error; };
  }
}

const conditions = new Map();
xpath.evaluate = (text, node, resolver, type) => {
  if (!conditions.has(text)) conditions.set(text, condition(text, resolver));
  return conditions.get(text)(node, type);
};

// Second hook: the tree in which the engine looks for rules. Most begin with the name of an element.
const NAME = /^self::(\w+)$/;

class Children {
  constructor(nodes) {
    this.all = nodes;
    this.byName = new Map();
  }

  of(name) {
    if (!this.byName.has(name)) {
      const fits = (node) => (NAME.exec(node.getConstraint())?.[1].toUpperCase() ?? name) === name;
      this.byName.set(name, this.all.filter(fits));
    }
    return this.byName.get(name);
  }
}

const kept = new WeakMap();
const children = (node) => kept.get(node) ?? kept.set(node, new Children(Object.values(node.children_))).get(node);
const { addChild, removeChild } = AbstractTrieNode.prototype;

Object.assign(AbstractTrieNode.prototype, {
  addChild(node) {
    kept.delete(this);
    return addChild.call(this, node);
  },
  removeChild(constraint) {
    kept.delete(this);
    return removeChild.call(this, constraint);
  },
  getChildren() {
    return children(this).all;
  },
  findChildren(part) {
    return children(this).of(part.tagName?.toUpperCase()).filter((node) => node.applyTest(part));
  },
});
