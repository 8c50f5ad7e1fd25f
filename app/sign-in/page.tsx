import { SignInCard } from '#components/sign-in/sign-in-card';
import { signInContext } from '#lib/http/sign-in/sign-in-context';

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  return <SignInCard {...(await signInContext(await searchParams))} />;
}
