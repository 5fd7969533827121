// Three windows: two of ann, one of bob. What one does, the others see, as far as they may.
import { chromium } from 'playwright-core';

const [url, browserPath, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function open(name) {
  const context = await browser.newContext({ viewport: { width: 620, height: 420 } });
  const page = await context.newPage();
  page.on('pageerror', problem => { throw problem; });
  await page.goto(url);
  await page.fill('#name', name);
  await page.click('#sign-in button');
  await page.waitForSelector('#todos:not([hidden])');
  return page;
}

const titles = page => page.locator('#list li .title').allTextContents();

/** Waits until all of the pages show these titles, in this order. */
async function show(pages, expected) {
  for (const page of pages) {
    await page.waitForFunction(
      wanted => JSON.stringify([...document.querySelectorAll('#list li .title')].map(e => e.textContent)) === wanted,
      JSON.stringify(expected), { timeout: 30_000 });
  }
}

async function add(page, title) {
  await page.fill('#title', title);
  await page.click('#add button');
}

const row = (page, title) => page.locator('#list li', { hasText: title });

const first = await open('ann');
const second = await open('ann');
const other = await open('bob');

await add(first, 'write a letter');
await show([first, second], ['write a letter']);
await add(second, 'buy stamps');
await show([first, second], ['buy stamps', 'write a letter']);
await add(other, 'of bob alone');
await show([other], ['of bob alone']);

await row(second, 'buy stamps').locator('input').check();
await show([first, second], ['write a letter', 'buy stamps']);
await first.waitForSelector('li.done');

await row(first, 'write a letter').locator('button', { hasText: 'share' }).click();
await show([other], ['of bob alone', 'write a letter']);
await row(other, 'write a letter').locator('small', { hasText: 'of ann' }).waitFor();

await add(first, '<img src=x onerror=alert(1)>');
await show([first, second], ['<img src=x onerror=alert(1)>', 'write a letter', 'buy stamps']);
for (const [page, name] of [[first, 'first'], [second, 'second'], [other, 'other']]) {
  await page.screenshot({ path: `${picture}-${name}.png` });
}

await row(second, 'write a letter').locator('button', { hasText: 'share' }).click();
await show([other], ['of bob alone']);
await row(second, 'img').locator('button', { hasText: '✕' }).click();
await show([first, second], ['write a letter', 'buy stamps']);

if ((await titles(first)).join() !== (await titles(second)).join()) throw new Error('the windows differ');
await browser.close();
console.log('equal');
