import type { ChartEdge, ChartView, Text, WorkflowDefinition } from '#contracts';
import { graphOf, type GraphEdge } from '#statechart';
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { createRequire } from 'node:module';

const { default: Elk } = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as { default: new () => ELK };

const NODE_HEIGHT = 44;
const CHARACTER = 14;
const LABEL_CHARACTER = 12;

/** What is drawn, and in whose words. */
export interface Drawing {
  definition: WorkflowDefinition;
  language: keyof Text;
}

/** The picture of a definition. The layout computes for some 200 ms the first time, and for 100 ms then. */
export async function layOut({ definition, language }: Drawing): Promise<ChartView> {
  const graph = graphOf(definition);
  const edges = merged(graph.edges);
  const inner = (parent: string | null): ElkNode[] =>
    graph.nodes
      .filter((node) => node.parent === parent)
      .map((node) => {
        const children = inner(node.path);
        const base: ElkNode = {
          id: node.path,
          width: Math.max(84, widthOf(node.title[language], CHARACTER) + 28),
          height: NODE_HEIGHT,
        };
        return children.length > 0
          ? { ...base, children, layoutOptions: { 'elk.padding': '[top=40,left=16,bottom=16,right=16]' } }
          : base;
      });
  const laid: ElkNode = await new Elk().layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.layered.spacing.nodeNodeBetweenLayers': '36',
      'elk.spacing.nodeNode': '40',
      'elk.spacing.edgeNode': '18',
      'elk.spacing.edgeEdge': '12',
      'elk.layered.spacing.edgeNodeBetweenLayers': '18',
      'elk.edgeLabels.placement': 'CENTER',
      // The definition's own order is the flow; what leads back is a return.
      'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.json.edgeCoords': 'ROOT',
      'elk.json.shapeCoords': 'ROOT',
    },
    children: inner(null),
    edges: edges.map((edge, index) => ({
      id: String(index),
      sources: [edge.from],
      targets: [edge.to],
      labels: [{ text: edge.title[language], width: widthOf(edge.title[language], LABEL_CHARACTER) + 6, height: 18 }],
    })),
  });
  const placed = new Map<string, ElkNode>();
  const collect = (node: ElkNode): void => {
    placed.set(node.id, node);
    node.children?.forEach(collect);
  };
  collect(laid);
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    nodes: graph.nodes.map((node) => {
      const at = placed.get(node.path);
      return {
        path: node.path,
        title: node.title,
        kind: node.kind,
        x: at?.x ?? 0,
        y: at?.y ?? 0,
        width: at?.width ?? 0,
        height: at?.height ?? 0,
      };
    }),
    edges: edges.map((edge, index) =>
      drawn(
        edge,
        laid.edges?.find((one) => one.id === String(index)),
      ),
    ),
  };
}

function drawn(edge: GraphEdge, laid: ElkExtendedEdge | undefined): ChartEdge {
  const label = laid?.labels?.[0];
  return {
    ...edge,
    points: (laid?.sections ?? []).flatMap((section) => [
      section.startPoint,
      ...(section.bendPoints ?? []),
      section.endPoint,
    ]),
    label:
      label?.x === undefined
        ? null
        : { x: label.x, y: label.y ?? 0, width: label.width ?? 0, height: label.height ?? 0 },
  };
}

/** Several events between the same two states share one arrow, with their words side by side. */
function merged(edges: GraphEdge[]): GraphEdge[] {
  const byPair = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const key = `${edge.from}>${edge.to}>${edge.kind}`;
    const same = byPair.get(key);
    byPair.set(
      key,
      same
        ? {
            ...same,
            event: joined(same.event, edge.event, ' '),
            title: { zh: joined(same.title.zh, edge.title.zh, ' / '), en: joined(same.title.en, edge.title.en, ' / ') },
          }
        : edge,
    );
  }
  return [...byPair.values()];
}

function widthOf(text: string, character: number): number {
  return [...text].reduce((width, letter) => width + (letter.charCodeAt(0) > 0x2e80 ? character : character * 0.6), 0);
}

function joined(words: string, more: string, glue: string): string {
  return words.split(glue).includes(more) ? words : `${words}${glue}${more}`;
}
