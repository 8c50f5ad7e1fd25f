import type { IconNode } from 'lucide';
import {
  Archive as archiveNode,
  ArchiveRestore as archiveRestoreNode,
  ArrowDown as arrowDownNode,
  ArrowDownUp as arrowDownUpNode,
  ArrowLeft as arrowLeftNode,
  ArrowRightLeft as arrowRightLeftNode,
  ArrowRight as arrowRightNode,
  ArrowUp as arrowUpNode,
  Bookmark as bookmarkNode,
  BookmarkPlus as bookmarkPlusNode,
  Cable as cableNode,
  CalendarClock as calendarClockNode,
  Check as checkNode,
  ChevronDown as chevronDownNode,
  ChevronLeft as chevronLeftNode,
  ChevronRight as chevronRightNode,
  ChevronsLeft as chevronsLeftNode,
  ChevronsUpDown as chevronsUpDownNode,
  CircleAlert as circleAlertNode,
  CircleCheck as circleCheckNode,
  CircleDashed as circleDashedNode,
  CircleDot as circleDotNode,
  CircleHelp as circleHelpNode,
  CircleMinus as circleMinusNode,
  CircleOff as circleOffNode,
  CirclePause as circlePauseNode,
  CircleSlash as circleSlashNode,
  CircleX as circleXNode,
  Clock as clockNode,
  CloudAlert as cloudAlertNode,
  CloudOff as cloudOffNode,
  Cog as cogNode,
  Columns3 as columns3Node,
  Copy as copyNode,
  Download as downloadNode,
  Ellipsis as ellipsisNode,
  Equal as equalNode,
  ExternalLink as externalLinkNode,
  FilePlus2 as filePlus2Node,
  FlaskConical as flaskConicalNode,
  GitCompareArrows as gitCompareArrowsNode,
  Hourglass as hourglassNode,
  Keyboard as keyboardNode,
  KeyRound as keyRoundNode,
  Languages as languagesNode,
  LayoutDashboard as layoutDashboardNode,
  Link2 as link2Node,
  ListChecks as listChecksNode,
  LoaderCircle as loaderCircleNode,
  LockKeyhole as lockKeyholeNode,
  Lock as lockNode,
  LogIn as logInNode,
  LogOut as logOutNode,
  Mail as mailNode,
  MessageCircleReply as messageCircleReplyNode,
  Minus as minusNode,
  MonitorCheck as monitorCheckNode,
  MonitorSmartphone as monitorSmartphoneNode,
  Moon as moonNode,
  OctagonX as octagonXNode,
  PanelRight as panelRightNode,
  Pause as pauseNode,
  Pencil as pencilNode,
  Play as playNode,
  Plug as plugNode,
  Plus as plusNode,
  PowerOff as powerOffNode,
  RefreshCw as refreshCwNode,
  Replace as replaceNode,
  RotateCcw as rotateCcwNode,
  Save as saveNode,
  Scale as scaleNode,
  ScrollText as scrollTextNode,
  Search as searchNode,
  SearchX as searchXNode,
  Send as sendNode,
  Settings as settingsNode,
  ShieldX as shieldXNode,
  SlidersHorizontal as slidersHorizontalNode,
  SunMoon as sunMoonNode,
  Timer as timerNode,
  Trash2 as trash2Node,
  TriangleAlert as triangleAlertNode,
  Unlink as unlinkNode,
  Unplug as unplugNode,
  UserRound as userRoundNode,
  UserRoundX as userRoundXNode,
  Users as usersNode,
  Wrench as wrenchNode,
  X as xNode,
} from 'lucide';
import type { ReactNode, SVGProps } from 'react';

interface Props extends Omit<SVGProps<SVGSVGElement>, 'children' | 'dangerouslySetInnerHTML'> {
  /** Width and height, in px */
  size?: number;
}
export type IconComponent = (props: Props) => ReactNode;

/**
 * A drawing of Lucide's as one element: its parts are written at once, since React would make, compare and send each of
 * them, and there are hundreds on a page.
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
      // biome-ignore lint/security/noDangerouslySetInnerHtml: constants of the package, nobody's text
      dangerouslySetInnerHTML={parts}
    />
  );
}

function written(attributes: IconNode[number][1]): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

export const Archive = /* @__PURE__ */ iconOf(archiveNode);
export const ArchiveRestore = /* @__PURE__ */ iconOf(archiveRestoreNode);
export const ArrowDown = /* @__PURE__ */ iconOf(arrowDownNode);
export const ArrowDownUp = /* @__PURE__ */ iconOf(arrowDownUpNode);
export const ArrowLeft = /* @__PURE__ */ iconOf(arrowLeftNode);
export const ArrowRight = /* @__PURE__ */ iconOf(arrowRightNode);
export const ArrowRightLeft = /* @__PURE__ */ iconOf(arrowRightLeftNode);
export const ArrowUp = /* @__PURE__ */ iconOf(arrowUpNode);
export const Bookmark = /* @__PURE__ */ iconOf(bookmarkNode);
export const BookmarkPlus = /* @__PURE__ */ iconOf(bookmarkPlusNode);
export const Cable = /* @__PURE__ */ iconOf(cableNode);
export const CalendarClock = /* @__PURE__ */ iconOf(calendarClockNode);
export const Check = /* @__PURE__ */ iconOf(checkNode);
export const ChevronDown = /* @__PURE__ */ iconOf(chevronDownNode);
export const ChevronLeft = /* @__PURE__ */ iconOf(chevronLeftNode);
export const ChevronRight = /* @__PURE__ */ iconOf(chevronRightNode);
export const ChevronsLeft = /* @__PURE__ */ iconOf(chevronsLeftNode);
export const ChevronsUpDown = /* @__PURE__ */ iconOf(chevronsUpDownNode);
export const CircleAlert = /* @__PURE__ */ iconOf(circleAlertNode);
export const CircleCheck = /* @__PURE__ */ iconOf(circleCheckNode);
export const CircleDashed = /* @__PURE__ */ iconOf(circleDashedNode);
export const CircleDot = /* @__PURE__ */ iconOf(circleDotNode);
export const CircleHelp = /* @__PURE__ */ iconOf(circleHelpNode);
export const CircleMinus = /* @__PURE__ */ iconOf(circleMinusNode);
export const CircleOff = /* @__PURE__ */ iconOf(circleOffNode);
export const CirclePause = /* @__PURE__ */ iconOf(circlePauseNode);
export const CircleSlash = /* @__PURE__ */ iconOf(circleSlashNode);
export const CircleX = /* @__PURE__ */ iconOf(circleXNode);
export const Clock = /* @__PURE__ */ iconOf(clockNode);
export const CloudAlert = /* @__PURE__ */ iconOf(cloudAlertNode);
export const CloudOff = /* @__PURE__ */ iconOf(cloudOffNode);
export const Cog = /* @__PURE__ */ iconOf(cogNode);
export const Columns3 = /* @__PURE__ */ iconOf(columns3Node);
export const Copy = /* @__PURE__ */ iconOf(copyNode);
export const Download = /* @__PURE__ */ iconOf(downloadNode);
export const Ellipsis = /* @__PURE__ */ iconOf(ellipsisNode);
export const Equal = /* @__PURE__ */ iconOf(equalNode);
export const ExternalLink = /* @__PURE__ */ iconOf(externalLinkNode);
export const FilePlus2 = /* @__PURE__ */ iconOf(filePlus2Node);
export const FlaskConical = /* @__PURE__ */ iconOf(flaskConicalNode);
export const GitCompareArrows = /* @__PURE__ */ iconOf(gitCompareArrowsNode);
export const Hourglass = /* @__PURE__ */ iconOf(hourglassNode);
export const KeyRound = /* @__PURE__ */ iconOf(keyRoundNode);
export const Keyboard = /* @__PURE__ */ iconOf(keyboardNode);
export const Languages = /* @__PURE__ */ iconOf(languagesNode);
export const LayoutDashboard = /* @__PURE__ */ iconOf(layoutDashboardNode);
export const Link2 = /* @__PURE__ */ iconOf(link2Node);
export const ListChecks = /* @__PURE__ */ iconOf(listChecksNode);
export const LoaderCircle = /* @__PURE__ */ iconOf(loaderCircleNode);
export const Lock = /* @__PURE__ */ iconOf(lockNode);
export const LockKeyhole = /* @__PURE__ */ iconOf(lockKeyholeNode);
export const LogIn = /* @__PURE__ */ iconOf(logInNode);
export const LogOut = /* @__PURE__ */ iconOf(logOutNode);
export const Mail = /* @__PURE__ */ iconOf(mailNode);
export const MessageCircleReply = /* @__PURE__ */ iconOf(messageCircleReplyNode);
export const Minus = /* @__PURE__ */ iconOf(minusNode);
export const MonitorCheck = /* @__PURE__ */ iconOf(monitorCheckNode);
export const MonitorSmartphone = /* @__PURE__ */ iconOf(monitorSmartphoneNode);
export const Moon = /* @__PURE__ */ iconOf(moonNode);
export const OctagonX = /* @__PURE__ */ iconOf(octagonXNode);
export const PanelRight = /* @__PURE__ */ iconOf(panelRightNode);
export const Pause = /* @__PURE__ */ iconOf(pauseNode);
export const Pencil = /* @__PURE__ */ iconOf(pencilNode);
export const Play = /* @__PURE__ */ iconOf(playNode);
export const Plug = /* @__PURE__ */ iconOf(plugNode);
export const Plus = /* @__PURE__ */ iconOf(plusNode);
export const PowerOff = /* @__PURE__ */ iconOf(powerOffNode);
export const RefreshCw = /* @__PURE__ */ iconOf(refreshCwNode);
export const Replace = /* @__PURE__ */ iconOf(replaceNode);
export const RotateCcw = /* @__PURE__ */ iconOf(rotateCcwNode);
export const Save = /* @__PURE__ */ iconOf(saveNode);
export const Scale = /* @__PURE__ */ iconOf(scaleNode);
export const ScrollText = /* @__PURE__ */ iconOf(scrollTextNode);
export const Search = /* @__PURE__ */ iconOf(searchNode);
export const SearchX = /* @__PURE__ */ iconOf(searchXNode);
export const Send = /* @__PURE__ */ iconOf(sendNode);
export const Settings = /* @__PURE__ */ iconOf(settingsNode);
export const ShieldX = /* @__PURE__ */ iconOf(shieldXNode);
export const SlidersHorizontal = /* @__PURE__ */ iconOf(slidersHorizontalNode);
export const SunMoon = /* @__PURE__ */ iconOf(sunMoonNode);
export const Timer = /* @__PURE__ */ iconOf(timerNode);
export const Trash2 = /* @__PURE__ */ iconOf(trash2Node);
export const TriangleAlert = /* @__PURE__ */ iconOf(triangleAlertNode);
export const Unlink = /* @__PURE__ */ iconOf(unlinkNode);
export const Unplug = /* @__PURE__ */ iconOf(unplugNode);
export const UserRound = /* @__PURE__ */ iconOf(userRoundNode);
export const UserRoundX = /* @__PURE__ */ iconOf(userRoundXNode);
export const Users = /* @__PURE__ */ iconOf(usersNode);
export const Wrench = /* @__PURE__ */ iconOf(wrenchNode);
export const X = /* @__PURE__ */ iconOf(xNode);
