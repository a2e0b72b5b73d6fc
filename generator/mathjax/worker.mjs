// How does Python talk to MathJax? One JSON object a line: {tex, display} in, the typeset formula or {error} out, in order.
import { createInterface } from 'node:readline';
import { typeset } from './typeset.mjs';

async function answer(line) {
  try {
    const { tex, display } = JSON.parse(line);
    return await typeset(tex, display);
  } catch (error) {
    return { error: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
