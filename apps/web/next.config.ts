import type { NextConfig } from "next";

/** Static files only: the agent serves them, so there is no rendering server to run or to attack. */
const config: NextConfig = {
  output: "export",
  // `/hosts` becomes `hosts/index.html`, which any file server finds without knowing routes.
  trailingSlash: true,
  reactStrictMode: true,
  images: { unoptimized: true },
  transpilePackages: ["@gantry/kvm-core"],
  // Next checks types through a compiler API that TypeScript 7 does not have; `pnpm types` checks them.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  experimental: {
    // The list is the page that most people open first: fewer and larger chunks compress better.
    turbopackChunking: { priorityRoutes: [/^\/$/], requestCost: 1_000_000, minChunkSize: 300_000 },
  },
};

export default config;
