export default function Page() {
  return <p>The bare application of the benchmark.</p>;
}
