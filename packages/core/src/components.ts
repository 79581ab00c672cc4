/**
 * The strongly connected components of a graph whose nodes are the indexes of `next`: for each node a number, the same
 * for two nodes from each of which the other can be reached. By Tarjan's algorithm, without recursion: a procedure of
 * 2,000 steps is a path of 2,000 nodes.
 */
export function components(next: readonly (readonly number[])[]): readonly number[] {
  const component = new Array<number>(next.length).fill(-1);
  const found = new Array<number>(next.length).fill(-1);
  const lowest = new Array<number>(next.length).fill(0);
  const open: number[] = [];
  let time = 0;
  let count = 0;
  for (let root = 0; root < next.length; root++) {
    if (found[root] !== -1) continue;
    const path = [{ node: root, edge: 0 }];
    for (let here = path.at(-1); here; here = path.at(-1)) {
      const { node } = here;
      if (here.edge === 0) {
        found[node] = lowest[node] = time++;
        open.push(node);
      }
      const to = next[node]?.[here.edge++];
      if (to !== undefined) {
        if (found[to] === -1) path.push({ node: to, edge: 0 });
        else if (component[to] === -1) lowest[node] = Math.min(at(lowest, node), at(found, to));
        continue;
      }
      path.pop();
      const before = path.at(-1)?.node;
      if (before !== undefined) lowest[before] = Math.min(at(lowest, before), at(lowest, node));
      if (lowest[node] !== found[node]) continue;
      let member: number | undefined;
      do {
        member = open.pop();
        if (member !== undefined) component[member] = count;
      } while (member !== undefined && member !== node);
      count++;
    }
  }
  return component;
}

/**
 * A shortest way of at least one edge between two nodes, both at its ends, through nodes that are allowed; from a node to
 * itself, a shortest circle. Undefined if there is none.
 */
export function shortestPath(
  next: readonly (readonly number[])[],
  from: number,
  to: number,
  isAllowed: (node: number) => boolean = () => true,
): readonly number[] | undefined {
  const before = new Map<number, number>();
  const queue = [from];
  for (const node of queue) {
    for (const follower of next[node] ?? []) {
      if (follower === to) return [...trail(before, from, node), to];
      if (follower === from || before.has(follower) || !isAllowed(follower)) continue;
      before.set(follower, node);
      queue.push(follower);
    }
  }
  return undefined;
}

function trail(before: ReadonlyMap<number, number>, from: number, to: number): number[] {
  const path = [to];
  for (let node = to; node !== from; path.push(node)) node = before.get(node) ?? from;
  return path.reverse();
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
