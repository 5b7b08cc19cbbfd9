import type { Page } from "@playwright/test";

/** What sticks out of the page sideways, or makes a part of it scroll sideways that should not. */
export function sidewaysOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const tell = (element: Element) =>
      `${element.tagName.toLowerCase()} "${(element.textContent ?? "").trim().slice(0, 40)}" ${element.className}`;
    const scrolls = (element: Element) =>
      /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) &&
      element !== document.documentElement;
    const isInside = (element: Element): boolean => {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        if (scrolls(parent)) return true;
      }
      return false;
    };
    const found: string[] = [];
    if (document.documentElement.scrollWidth > width)
      found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.querySelectorAll("body *")) {
      const { left, right, width: own, height } = element.getBoundingClientRect();
      if (own === 0 || height === 0) continue;
      if ((right > width + 1 || left < -1) && !isInside(element)) found.push(`sticks out: ${tell(element)}`);
      if (element.matches("main, nav, header") && element.scrollWidth > element.clientWidth + 1) {
        found.push(`scrolls sideways: ${tell(element)}`);
      }
    }
    return found;
  });
}
