import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import * as z from "zod";
import type { BenchAgent } from "../agent/bench-agent.ts";

const linkSchema = z.object({ url: z.string() });

/** Chromium without what a person at it would have running beside. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}

/** Uses a one-time link in a window of its own, so that its cache is not the one that is measured. */
export async function signIn(browser: Browser, agent: BenchAgent): ReturnType<BrowserContext["cookies"]> {
  const { url } = linkSchema.parse(await agent.calls.mutate("auth.link", {}));
  await using context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForURL((at) => at.pathname === "/");
  return await context.cookies();
}
