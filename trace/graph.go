package trace

import (
	"cmp"
	"slices"

	"github.com/assaymining/assay/units"
)

// Graph is the heaviest of the paths that FIFO takes, from what was mined, named or not followed to the
// payouts.
type Graph struct {
	Nodes   []GraphNode `json:"nodes"`
	Edges   []GraphEdge `json:"edges"`
	LeftOut int         `json:"left_out"` // nodes that carry less than any shown
}

// The kinds of node, beside those of buckets.
const (
	NodePayout     = "payout"
	NodePassed     = "transaction"
	NodeMined      = "mined"
	NodeCustodian  = "custodian"
	NodeSameSeller = "same_seller"
	NodeUnresolved = "unresolved"
)

// GraphNode is a transaction, or all that comes by one label.
type GraphNode struct {
	ID   int    `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"` // of a pool, custodian or deposit address; why it is not followed
	Tx   string `json:"txid,omitempty"`
	// Payouts is how many payouts are in it, where they are too many for a node each; else 0.
	Payouts int       `json:"payouts,omitempty"`
	Depth   int       `json:"depth"` // steps back from the payouts; of a label, one beyond what spends from it
	FIFO    units.Sat `json:"fifo_sat"`
}

// GraphEdge carries coins.
type GraphEdge struct {
	From int       `json:"from"`
	To   int       `json:"to"`
	FIFO units.Sat `json:"fifo_sat"`
}

// graphPayouts is how many payouts have a node each; more are one node, and allPayouts is its place.
const (
	graphPayouts = 8
	allPayouts   = int32(-2)
)

// graphMost is how many nodes a graph shows; more cannot be told apart on a page.
const graphMost = 40

// graph picks the heaviest nodes. Payouts stay before all else.
func (s *shares) graph() Graph {
	type key struct {
		node, leaf int32
	}
	together := len(s.g.own) > graphPayouts
	own := map[int32]bool{}
	for o := range s.g.own {
		own[s.g.byID[o.ID]] = true
	}
	at := func(i int32) key {
		if together && own[i] {
			return key{allPayouts, 0}
		}
		return key{i, 0}
	}
	nodes := map[key]*GraphNode{}
	depths := make([]int, len(s.g.nodes))
	source := func(e edge) key {
		if e.leaf != 0 {
			return key{-1, e.leaf}
		}
		return at(e.from)
	}
	for o := range s.g.own {
		i := s.g.byID[o.ID]
		if !together {
			nodes[at(i)] = s.node(i, NodePayout)
			continue
		}
		if nodes[at(i)] == nil {
			nodes[at(i)] = &GraphNode{Kind: NodePayout, Payouts: len(s.g.own)}
		}
		nodes[at(i)].FIFO += s.g.nodes[i].outs[o.Vout]
	}
	for _, e := range s.edges { // in the order of the nodes, so that what spends comes before what it spends
		k := source(e)
		depths[e.from] = max(depths[e.from], depths[e.to]+1)
		switch {
		case nodes[k] != nil && e.leaf != 0:
			nodes[k].FIFO += e.sat
		case nodes[k] == nil && e.leaf == leafOwn:
			nodes[k] = &GraphNode{Kind: NodeUnresolved, Name: Returned, FIFO: e.sat, Depth: depths[e.to] + 1}
		case nodes[k] == nil && e.leaf != 0:
			kind := []string{NodeMined, NodeCustodian, NodeSameSeller}[s.g.classOf(e.leaf)]
			nodes[k] = &GraphNode{Kind: kind, Name: s.g.labels[e.leaf].Name, FIFO: e.sat,
				Depth: depths[e.to] + 1}
		case nodes[k] == nil:
			nodes[k] = s.node(e.from, NodePassed)
		}
	}
	var keys []key
	for k, n := range nodes {
		if k.node >= 0 {
			n.Depth = depths[k.node]
		}
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		x, y := nodes[a], nodes[b]
		rank := func(n *GraphNode) int {
			if n.Kind == NodePayout {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(y.FIFO, x.FIFO), cmp.Compare(x.Depth,
			y.Depth),
			cmp.Compare(a.node, b.node), cmp.Compare(a.leaf, b.leaf))
	})
	g := Graph{Nodes: []GraphNode{}, Edges: []GraphEdge{}, LeftOut: max(0, len(keys)-graphMost)}
	ids := map[key]int{}
	for _, k := range keys[:min(len(keys), graphMost)] {
		nodes[k].ID = len(g.Nodes)
		ids[k] = nodes[k].ID
		g.Nodes = append(g.Nodes, *nodes[k])
	}
	sums := map[GraphEdge]units.Sat{}
	for _, e := range s.edges {
		from, shown := ids[source(e)]
		if to, too := ids[at(e.to)]; shown && too && from != to {
			sums[GraphEdge{From: from, To: to}] += e.sat
		}
	}
	for e, sat := range sums {
		e.FIFO = sat
		g.Edges = append(g.Edges, e)
	}
	slices.SortFunc(g.Edges, func(a, b GraphEdge) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From))
	})
	return g
}

// node is a transaction of the graph.
func (s *shares) node(i int32, kind string) *GraphNode {
	n := s.g.nodes[i]
	out := &GraphNode{Kind: kind, Tx: n.id.String(), FIFO: s.fifo[i]}
	switch c, end := n.end(); {
	case end && c == mined && kind != NodePayout:
		out.Kind, out.Name = NodeMined, n.pool.Name
	case end && c == mined:
		out.Name = n.pool.Name
	case end && kind != NodePayout:
		out.Kind, out.Name = NodeUnresolved, n.why
	case end:
		out.Name = n.why
	}
	return out
}
