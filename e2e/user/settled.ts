import { expect, type Page } from "@playwright/test";

/** Opens a page and waits until nothing on it is on its way any more. */
export async function openSettled(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** Waits until the page has a title, shows no "Loading …" in any language, and a console, if there is one, is live. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(/^(Loading |Wird geladen: )/)).toHaveCount(0);
  if (page.url().includes("tab=console")) {
    await expect(page.getByRole("status").filter({ hasText: "live" })).toBeVisible();
  }
}
