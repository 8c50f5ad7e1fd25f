import type { IconNode } from 'lucide';
import * as lucide from 'lucide';
import type { ReactNode, SVGProps } from 'react';

interface Props extends Omit<SVGProps<SVGSVGElement>, 'children' | 'dangerouslySetInnerHTML'> {
  /** Width and height, in px */
  size?: number;
}
export type IconComponent = (props: Props) => ReactNode;

/**
 * A Lucide icon as one React element. Its shapes are raw HTML, because React would create, compare and send each of
 * them, and a page has hundreds.
 */
function iconOf(node: IconNode): IconComponent {
  const parts = { __html: node.map(([name, attributes]) => `<${name}${written(attributes)}/>`).join('') };
  return (props) => draw(parts, props);
}

function draw(parts: { __html: string }, { size = 24, ...props }: Props): ReactNode {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...props}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: constants of the package, no user input
      dangerouslySetInnerHTML={parts}
    />
  );
}

function written(attributes: IconNode[number][1]): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

export const Archive = /* @__PURE__ */ iconOf(lucide.Archive);
export const ArchiveRestore = /* @__PURE__ */ iconOf(lucide.ArchiveRestore);
export const ArrowDown = /* @__PURE__ */ iconOf(lucide.ArrowDown);
export const ArrowDownUp = /* @__PURE__ */ iconOf(lucide.ArrowDownUp);
export const ArrowLeft = /* @__PURE__ */ iconOf(lucide.ArrowLeft);
export const ArrowRight = /* @__PURE__ */ iconOf(lucide.ArrowRight);
export const ArrowRightLeft = /* @__PURE__ */ iconOf(lucide.ArrowRightLeft);
export const ArrowUp = /* @__PURE__ */ iconOf(lucide.ArrowUp);
export const Ban = /* @__PURE__ */ iconOf(lucide.Ban);
export const Bell = /* @__PURE__ */ iconOf(lucide.Bell);
export const BookOpen = /* @__PURE__ */ iconOf(lucide.BookOpen);
export const Bookmark = /* @__PURE__ */ iconOf(lucide.Bookmark);
export const BookmarkPlus = /* @__PURE__ */ iconOf(lucide.BookmarkPlus);
export const Cable = /* @__PURE__ */ iconOf(lucide.Cable);
export const CalendarClock = /* @__PURE__ */ iconOf(lucide.CalendarClock);
export const Check = /* @__PURE__ */ iconOf(lucide.Check);
export const ChevronDown = /* @__PURE__ */ iconOf(lucide.ChevronDown);
export const ChevronLeft = /* @__PURE__ */ iconOf(lucide.ChevronLeft);
export const ChevronRight = /* @__PURE__ */ iconOf(lucide.ChevronRight);
export const ChevronsLeft = /* @__PURE__ */ iconOf(lucide.ChevronsLeft);
export const ChevronsUpDown = /* @__PURE__ */ iconOf(lucide.ChevronsUpDown);
export const CircleAlert = /* @__PURE__ */ iconOf(lucide.CircleAlert);
export const CircleCheck = /* @__PURE__ */ iconOf(lucide.CircleCheck);
export const CircleDashed = /* @__PURE__ */ iconOf(lucide.CircleDashed);
export const CircleDot = /* @__PURE__ */ iconOf(lucide.CircleDot);
export const CircleHelp = /* @__PURE__ */ iconOf(lucide.CircleHelp);
export const CircleMinus = /* @__PURE__ */ iconOf(lucide.CircleMinus);
export const CircleOff = /* @__PURE__ */ iconOf(lucide.CircleOff);
export const CirclePause = /* @__PURE__ */ iconOf(lucide.CirclePause);
export const CircleSlash = /* @__PURE__ */ iconOf(lucide.CircleSlash);
export const CircleX = /* @__PURE__ */ iconOf(lucide.CircleX);
export const Clock = /* @__PURE__ */ iconOf(lucide.Clock);
export const CloudAlert = /* @__PURE__ */ iconOf(lucide.CloudAlert);
export const CloudOff = /* @__PURE__ */ iconOf(lucide.CloudOff);
export const Cog = /* @__PURE__ */ iconOf(lucide.Cog);
export const Columns3 = /* @__PURE__ */ iconOf(lucide.Columns3);
export const Code = /* @__PURE__ */ iconOf(lucide.Code);
export const Copy = /* @__PURE__ */ iconOf(lucide.Copy);
export const Download = /* @__PURE__ */ iconOf(lucide.Download);
export const Ellipsis = /* @__PURE__ */ iconOf(lucide.Ellipsis);
export const Equal = /* @__PURE__ */ iconOf(lucide.Equal);
export const ExternalLink = /* @__PURE__ */ iconOf(lucide.ExternalLink);
export const Eye = /* @__PURE__ */ iconOf(lucide.Eye);
export const FileCog = /* @__PURE__ */ iconOf(lucide.FileCog);
export const FilePlus2 = /* @__PURE__ */ iconOf(lucide.FilePlus2);
export const FlaskConical = /* @__PURE__ */ iconOf(lucide.FlaskConical);
export const GitCompareArrows = /* @__PURE__ */ iconOf(lucide.GitCompareArrows);
export const History = /* @__PURE__ */ iconOf(lucide.History);
export const Hourglass = /* @__PURE__ */ iconOf(lucide.Hourglass);
export const Info = /* @__PURE__ */ iconOf(lucide.Info);
export const KeyRound = /* @__PURE__ */ iconOf(lucide.KeyRound);
export const Keyboard = /* @__PURE__ */ iconOf(lucide.Keyboard);
export const Languages = /* @__PURE__ */ iconOf(lucide.Languages);
export const LayoutDashboard = /* @__PURE__ */ iconOf(lucide.LayoutDashboard);
export const LifeBuoy = /* @__PURE__ */ iconOf(lucide.LifeBuoy);
export const Link2 = /* @__PURE__ */ iconOf(lucide.Link2);
export const ListChecks = /* @__PURE__ */ iconOf(lucide.ListChecks);
export const ListTodo = /* @__PURE__ */ iconOf(lucide.ListTodo);
export const LoaderCircle = /* @__PURE__ */ iconOf(lucide.LoaderCircle);
export const Lock = /* @__PURE__ */ iconOf(lucide.Lock);
export const LockKeyhole = /* @__PURE__ */ iconOf(lucide.LockKeyhole);
export const LogIn = /* @__PURE__ */ iconOf(lucide.LogIn);
export const LogOut = /* @__PURE__ */ iconOf(lucide.LogOut);
export const Mail = /* @__PURE__ */ iconOf(lucide.Mail);
export const Menu = /* @__PURE__ */ iconOf(lucide.Menu);
export const MessageCircleReply = /* @__PURE__ */ iconOf(lucide.MessageCircleReply);
export const MessageSquare = /* @__PURE__ */ iconOf(lucide.MessageSquare);
export const MessagesSquare = /* @__PURE__ */ iconOf(lucide.MessagesSquare);
export const Minus = /* @__PURE__ */ iconOf(lucide.Minus);
export const MonitorCheck = /* @__PURE__ */ iconOf(lucide.MonitorCheck);
export const MonitorSmartphone = /* @__PURE__ */ iconOf(lucide.MonitorSmartphone);
export const Moon = /* @__PURE__ */ iconOf(lucide.Moon);
export const OctagonX = /* @__PURE__ */ iconOf(lucide.OctagonX);
export const PanelRight = /* @__PURE__ */ iconOf(lucide.PanelRight);
export const Pause = /* @__PURE__ */ iconOf(lucide.Pause);
export const Pencil = /* @__PURE__ */ iconOf(lucide.Pencil);
export const Play = /* @__PURE__ */ iconOf(lucide.Play);
export const Plug = /* @__PURE__ */ iconOf(lucide.Plug);
export const Plus = /* @__PURE__ */ iconOf(lucide.Plus);
export const PowerOff = /* @__PURE__ */ iconOf(lucide.PowerOff);
export const RadioTower = /* @__PURE__ */ iconOf(lucide.RadioTower);
export const RefreshCw = /* @__PURE__ */ iconOf(lucide.RefreshCw);
export const Replace = /* @__PURE__ */ iconOf(lucide.Replace);
export const RotateCcw = /* @__PURE__ */ iconOf(lucide.RotateCcw);
export const Save = /* @__PURE__ */ iconOf(lucide.Save);
export const Scale = /* @__PURE__ */ iconOf(lucide.Scale);
export const ScrollText = /* @__PURE__ */ iconOf(lucide.ScrollText);
export const Search = /* @__PURE__ */ iconOf(lucide.Search);
export const SearchX = /* @__PURE__ */ iconOf(lucide.SearchX);
export const Send = /* @__PURE__ */ iconOf(lucide.Send);
export const Tag = /* @__PURE__ */ iconOf(lucide.Tag);
export const ShieldCheck = /* @__PURE__ */ iconOf(lucide.ShieldCheck);
export const ShieldX = /* @__PURE__ */ iconOf(lucide.ShieldX);
export const SlidersHorizontal = /* @__PURE__ */ iconOf(lucide.SlidersHorizontal);
export const Timer = /* @__PURE__ */ iconOf(lucide.Timer);
export const Trash2 = /* @__PURE__ */ iconOf(lucide.Trash2);
export const TriangleAlert = /* @__PURE__ */ iconOf(lucide.TriangleAlert);
export const Unlink = /* @__PURE__ */ iconOf(lucide.Unlink);
export const Unplug = /* @__PURE__ */ iconOf(lucide.Unplug);
export const Upload = /* @__PURE__ */ iconOf(lucide.Upload);
export const UserRound = /* @__PURE__ */ iconOf(lucide.UserRound);
export const UserRoundX = /* @__PURE__ */ iconOf(lucide.UserRoundX);
export const Users = /* @__PURE__ */ iconOf(lucide.Users);
export const Webhook = /* @__PURE__ */ iconOf(lucide.Webhook);
export const Wrench = /* @__PURE__ */ iconOf(lucide.Wrench);
export const X = /* @__PURE__ */ iconOf(lucide.X);
