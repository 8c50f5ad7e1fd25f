import type { Random } from './random.ts';

/** A name as its bearer writes it, and in the letters of an address. */
type Name = readonly [written: string, latin: string];
type Names = readonly [Name, ...Name[]];

interface Language {
  given: Names;
  family: Names;
  /** How a whole name is written */
  order: (given: string, family: string) => string;
  domain: string;
}

const parse = (text: string) =>
  text.split(' ').map((pair): Name => {
    const [written = '', latin = written] = pair.split('/');
    return [written.replaceAll('_', ' '), latin.toLowerCase()];
  }) as unknown as Names;

const givenFirst = (given: string, family: string) => `${given} ${family}`;
const familyFirst = (given: string, family: string) => `${family} ${given}`;

const languages = {
  english: {
    given: parse('Olivia Noah Amelia Grace Daniel Priya Marcus Hannah Owen Chloe'),
    family: parse("Bennett O'Connor/oconnor Whitfield Patel Nguyen Fraser Hughes Carter Okafor Doyle"),
    order: givenFirst,
    domain: 'example.com',
  },
  european: {
    given: parse('Zoë/zoe José/jose Søren/soren Łukasz/lukasz Müge/muge Anaïs/anais Jürgen/jurgen Siân/sian'),
    family: parse('Müller/mueller Åkesson/akesson Núñez/nunez Dvořák/dvorak Öztürk/ozturk Lefèvre/lefevre'),
    order: givenFirst,
    domain: 'example.eu',
  },
  japanese: {
    given: parse(
      '花奈/kana 陽翔/haruto さくら/sakura 大輔/daisuke 美咲/misaki 健太郎/kentaro 葵/aoi 翼/tsubasa',
    ),
    family: parse(
      '佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 渡邉/watanabe 小林/kobayashi 髙田/takada',
    ),
    order: familyFirst,
    domain: 'example.jp',
  },
  korean: {
    given: parse('민준/minjun 서연/seoyeon 지우/jiwoo 하은/haeun 도윤/doyun'),
    family: parse('김/kim 이/lee 박/park 최/choi 정/jung'),
    order: (given, family) => `${family}${given}`,
    domain: 'example.kr',
  },
  chinese: {
    given: parse('伟/wei 秀英/xiuying 志强/zhiqiang 雅婷/yating 子涵/zihan'),
    family: parse('王/wang 李/li 張/chang 陈/chen 刘/liu'),
    order: (given, family) => `${family}${given}`,
    domain: 'example.cn',
  },
  cyrillic: {
    given: parse('Анна/anna Дмитро/dmytro Олена/olena Іванна/ivanna Марко/marko'),
    family: parse('Коваленко/kovalenko Шевченко/shevchenko Петровић/petrovic Иванова/ivanova'),
    order: givenFirst,
    domain: 'example.org',
  },
  arabic: {
    given: parse('ليلى/layla عمر/omar فاطمة/fatima يوسف/yusuf'),
    family: parse('حداد/haddad المنصوري/almansoori خليل/khalil'),
    order: givenFirst,
    domain: 'example.org',
  },
} satisfies Record<string, Language>;

export interface Person {
  displayName: string;
  givenName: string;
  principalName: string;
}

/** The person of a number, which keeps addresses apart. */
export function makePerson(random: Random, number: number): Person {
  const language: Language =
    languages[
      random.weighted([
        ['english', 34],
        ['european', 18],
        ['japanese', 22],
        ['korean', 7],
        ['chinese', 8],
        ['cyrillic', 6],
        ['arabic', 5],
      ] as const)
    ];
  const [given, givenLatin] = random.pick(language.given);
  const [family, familyLatin] = random.pick(language.family);
  return {
    displayName: language.order(given, family),
    givenName: given,
    principalName: `${givenLatin}.${familyLatin}${number}@${language.domain}`,
  };
}
