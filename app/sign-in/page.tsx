import { headers } from 'next/headers';
import { SignInCard } from '#components/sign-in/sign-in-card';

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const [{ error }, head] = await Promise.all([searchParams, headers()]);
  const protocol = head.get('x-forwarded-proto') ?? 'http';
  return <SignInCard linkInvalid={error !== undefined} address={`${protocol}://${head.get('host')}`} />;
}
