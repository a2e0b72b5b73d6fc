// How is a formula written as MathML that somebody pastes into a text or a page of their own?
//
// MathJax's own tree, without what only MathJax reads: its data-attributes, line breaks for the eye, and where our picture
// begins another line.
import { SerializedMmlVisitor } from '@mathjax/src/js/core/MmlTree/SerializedMmlVisitor.js';
import { LEFT } from './lines.mjs';

class Plain extends SerializedMmlVisitor {
  getAttributeList(node) {
    const kept = Object.entries(super.getAttributeList(node)).filter(([name]) => !(name.startsWith('data-') || name in LEFT));
    return Object.fromEntries(kept);
  }

  // A group of TeX; MathML needs one only where several things are one argument.
  visitTeXAtomNode(node, space) {
    const [inside] = node.childNodes;
    return inside?.childNodes.length === 1 ? this.visitNode(inside, space) : this.visitDefault(node, space);
  }

  toEntity(letter) { // pages are UTF-8, and a − says more than &#x2212;
    return letter;
  }
}
const visitor = new Plain();

export const mathml = (root) => visitor.visitTree(root).replace(/\n\s*/g, '');
