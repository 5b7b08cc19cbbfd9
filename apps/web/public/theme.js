// Runs before the first paint, so that a chosen theme never flashes the other one. Without a choice the system's is used.
try {
  const theme = localStorage.getItem("gantry.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme is fine.
}
