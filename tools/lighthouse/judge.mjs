// What does Lighthouse say of pages? One line of JSON in: urls, categories, and the browser with its flags; one out.
import { text } from 'node:stream/consumers';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const FIGURES = ['cumulative-layout-shift', 'total-blocking-time', 'largest-contentful-paint', 'total-byte-weight'];

const { urls, categories, chromePath, chromeFlags } = JSON.parse(await text(process.stdin));
const chrome = await launch({ chromePath, chromeFlags, logLevel: 'silent' });
const said = [];
try {
  for (const url of urls) {
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: categories, logLevel: 'silent' });
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    const faults = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => auditRefs
      .filter(({ weight }) => weight > 0)
      .map((ref) => lhr.audits[ref.id])
      .filter(({ score }) => score !== null && score < 1)
      .map((audit) => `${id}: ${audit.id}: ${audit.title} ${audit.displayValue ?? ''}`.trim()));
    said.push({
      url,
      speed: lhr.environment.benchmarkIndex,
      scores: Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(100 * score)])),
      figures: Object.fromEntries(FIGURES.map((name) => [name, lhr.audits[name]?.numericValue ?? null])),
      faults,
    });
  }
} finally {
  chrome.kill();
}
process.stdout.write(`${JSON.stringify(said)}\n`);
