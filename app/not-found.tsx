import PageNotFound from './(console)/not-found.tsx';

export default function NotFound() {
  return (
    <main>
      <PageNotFound />
    </main>
  );
}
