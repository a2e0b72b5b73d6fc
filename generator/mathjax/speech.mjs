// How is a formula read aloud? By the Speech Rule Engine's ClearSpeak rules, and by the notation of this site for what
// no general rule can know: that Z^[l] is not a power.
import { SerializedMmlVisitor } from '@mathjax/src/js/core/MmlTree/SerializedMmlVisitor.js';
import { SRE } from './rules.mjs';

await SRE.setupEngine({
  locale: 'en',
  domain: 'clearspeak',
  modality: 'speech',
  style: 'Caps_SayCaps:Paren_Speak', // Z and z are different things here, and so are (W x)^T and W x^T
});

const NOTATION = [
  [/(?:raised )?to the open bracket ((?:(?!bracket|power).)+) close bracket power/g, 'of layer $1'],
  [/(?:raised )?to the open bracket ((?:(?!bracket|power).)+) close bracket times open paren (\w) close paren power/g, 'of layer $1 of example $2'],
  [/(?:raised )?to the open paren (\w) close paren power/g, 'of example $1'],
  [/(?:raised )?to the (?:(?:sans serif|normal) )?(?:cap T|down tack) power/g, 'transpose'],
  [/partial differential/g, 'partial'],
  [/\s+/g, ' '],
];

class Spoken extends SerializedMmlVisitor {
  // The engine reads a space between two parts of a formula as "empty".
  visitMspaceNode() {
    return '';
  }
}
const mathml = new Spoken();

export const speech = (root) =>
  NOTATION.reduce((text, [from, to]) => text.replace(from, to), SRE.toSpeech(mathml.visitTree(root))).trim();
