export function CreatePage() {
  return <p>x</p>;
}
