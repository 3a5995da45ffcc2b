import {
  Component,
  type ElementRef,
  afterRenderEffect,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ChartView } from '#contracts';
import { Icon } from '../surface/icon';
import { Language } from '../wording/language';
import { inLanguage } from '../wording/in-language';
import { ChartTable } from './chart-table';
import { arrowHead, labelLines, roundedPath } from './chart-geometry';
import type { WalkedPath } from './walked-path';

const SCALES = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2];
const NODE_FONT = 13;
const EDGE_FONT = 11;

/** The workflow's picture: where the case stands, which way it came. Its table says the same. */
@Component({
  selector: 'kp-state-chart',
  imports: [ChartTable, Icon, TranslocoDirective],
  templateUrl: './state-chart.html',
})
export class StateChart {
  readonly chart = input.required<ChartView>();
  readonly current = input<readonly string[]>([]);
  readonly walked = input<WalkedPath>({ nodes: new Set(), edges: new Set() });
  readonly title = input.required<string>();

  protected readonly scale = signal(1);
  protected readonly nodeFont = NODE_FONT;
  protected readonly edgeFont = EDGE_FONT;
  private readonly language = inject(Language);
  private readonly frame = viewChild<ElementRef<HTMLElement>>('frame');
  private isPlaced = false;

  protected readonly nodes = computed(() =>
    this.chart().nodes.map((node) => {
      const isHere = this.current().some((path) => path === node.path);
      const look = isHere ? 'here' : this.walked().nodes.has(node.path) ? 'walked' : 'ahead';
      const lines = labelLines(inLanguage(node.title, this.language.current()), node.width - 12, NODE_FONT);
      return { ...node, isHere, classes: `node node--${node.kind} node--${look}`, lines };
    }),
  );
  protected readonly edges = computed(() =>
    this.inDrawingOrder().map(([edge, index]) => {
      const isWalked = this.walked().edges.has(index);
      const title = inLanguage(edge.title, this.language.current());
      return {
        path: roundedPath(edge.points),
        head: arrowHead(edge.points),
        label: edge.label,
        lines: labelLines(title, Math.max(edge.label?.width ?? 0, 88), EDGE_FONT),
        classes: `edge edge--${edge.kind}${isWalked ? ' edge--walked' : ''}`,
      };
    }),
  );

  // The walked way lies on top of the others.
  private readonly inDrawingOrder = computed(() => {
    const { edges } = this.walked();
    const numbered = this.chart().edges.map((edge, index) => [edge, index] as const);
    return numbered.toSorted(([, one], [, other]) => Number(edges.has(one)) - Number(edges.has(other)));
  });

  constructor() {
    afterRenderEffect(() => this.place(this.frame()?.nativeElement, this.chart()));
  }

  protected zoom(by: 1 | -1): void {
    const at = SCALES.findIndex((scale) => scale >= this.scale());
    this.scale.set(SCALES[Math.min(SCALES.length - 1, Math.max(0, at + by))] ?? 1);
  }

  protected fit(): void {
    const frame = this.frame()?.nativeElement;
    if (frame) this.scale.set(fittingScale(frame.clientWidth, this.chart().width));
  }

  protected wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1 : -1);
  }

  private place(frame: HTMLElement | undefined, chart: ChartView): void {
    if (!frame || this.isPlaced) return;
    this.isPlaced = true;
    this.scale.set(Math.max(0.65, fittingScale(frame.clientWidth, chart.width)));
    const here = chart.nodes.find((node) => this.current().includes(node.path));
    if (!here) return;
    requestAnimationFrame(() => {
      frame.scrollLeft = (here.x + here.width / 2) * this.scale() - frame.clientWidth / 2;
      frame.scrollTop = (here.y + here.height / 2) * this.scale() - frame.clientHeight / 2;
    });
  }
}

function fittingScale(room: number, width: number): number {
  return Math.min(1, Math.max(SCALES[0] ?? 0.4, (room - 16) / width));
}
