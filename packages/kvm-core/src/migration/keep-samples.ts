/** So many readings make a curve; a migration of hours would else carry megabytes of them to every viewer. */
const most = 400;

/** Adds a reading. When there are too many, every second one of the older half goes, never the first. */
export function keepSample<Sample>(samples: Sample[], sample: Sample): void {
  samples.push(sample);
  if (samples.length <= most) return;
  const half = Math.floor(samples.length / 2);
  const older = samples.slice(0, half).filter((_sample, index) => index % 2 === 0);
  samples.splice(0, half, ...older);
}
