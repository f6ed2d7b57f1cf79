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
	Payouts int `json:"payouts,omitempty"`
	// Depth is how many steps back from the payouts it is; of a label, one beyond what spends from it.
	Depth int       `json:"depth"`
	FIFO  units.Sat `json:"fifo_sat"`
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

// place is where a node of the graph is: a transaction, all payouts, or what comes by one label.
type place struct {
	node, leaf int32
}

// drawing is a graph that is being put together.
type drawing struct {
	s        *shares
	nodes    map[place]*GraphNode
	own      map[int32]bool // transactions with payouts
	together bool           // they are one node
	depths   []int
}

// graph picks the heaviest nodes. Payouts stay before all else.
func (s *shares) graph() Graph {
	d := &drawing{s: s, nodes: map[place]*GraphNode{}, own: map[int32]bool{},
		together: len(s.g.own) > graphPayouts, depths: make([]int, len(s.g.nodes))}
	for o := range s.g.own {
		d.own[s.g.byID[o.ID]] = true
	}
	d.payouts()
	for _, e := range s.edges { // in the order of the nodes, so that what spends comes before what it spends
		d.source(e)
	}
	keys := d.heaviest()
	g := Graph{Nodes: []GraphNode{}, Edges: []GraphEdge{}, LeftOut: max(0, len(keys)-graphMost)}
	ids := map[place]int{}
	for _, k := range keys[:min(len(keys), graphMost)] {
		d.nodes[k].ID = len(g.Nodes)
		ids[k] = d.nodes[k].ID
		g.Nodes = append(g.Nodes, *d.nodes[k])
	}
	g.Edges = d.edges(ids)
	return g
}

// at is where a transaction is.
func (d *drawing) at(i int32) place {
	if d.together && d.own[i] {
		return place{allPayouts, 0}
	}
	return place{i, 0}
}

// from is where an edge comes from.
func (d *drawing) from(e edge) place {
	if e.leaf != 0 {
		return place{-1, e.leaf}
	}
	return d.at(e.from)
}

func (d *drawing) payouts() {
	for o := range d.s.g.own {
		i := d.s.g.byID[o.ID]
		k := d.at(i)
		switch {
		case !d.together:
			d.nodes[k] = d.s.node(i, NodePayout)
			continue
		case d.nodes[k] == nil:
			d.nodes[k] = &GraphNode{Kind: NodePayout, Payouts: len(d.s.g.own)}
		}
		d.nodes[k].FIFO += d.s.g.nodes[i].outs[o.Vout]
	}
}

// source adds what an edge comes from.
func (d *drawing) source(e edge) {
	k, nodes := d.from(e), d.nodes
	d.depths[e.from] = max(d.depths[e.from], d.depths[e.to]+1)
	behind := d.depths[e.to] + 1
	switch {
	case nodes[k] != nil && e.leaf != 0:
		nodes[k].FIFO += e.sat
	case nodes[k] == nil && e.leaf == leafOwn:
		nodes[k] = &GraphNode{Kind: NodeUnresolved, Name: Returned, FIFO: e.sat, Depth: behind}
	case nodes[k] == nil && e.leaf != 0:
		kind := []string{NodeMined, NodeCustodian, NodeSameSeller}[d.s.g.classOf(e.leaf)]
		nodes[k] = &GraphNode{Kind: kind, Name: d.s.g.labels[e.leaf].Name, FIFO: e.sat, Depth: behind}
	case nodes[k] == nil:
		nodes[k] = d.s.node(e.from, NodePassed)
	}
}

// heaviest are the places by what they carry, payouts first.
func (d *drawing) heaviest() []place {
	var keys []place
	for k, n := range d.nodes {
		if k.node >= 0 {
			n.Depth = d.depths[k.node]
		}
		keys = append(keys, k)
	}
	rank := func(n *GraphNode) int {
		if n.Kind == NodePayout {
			return 0
		}
		return 1
	}
	slices.SortFunc(keys, func(a, b place) int {
		x, y := d.nodes[a], d.nodes[b]
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(y.FIFO, x.FIFO),
			cmp.Compare(x.Depth, y.Depth),
			cmp.Compare(a.node, b.node), cmp.Compare(a.leaf, b.leaf))
	})
	return keys
}

// edges are those between nodes that are shown.
func (d *drawing) edges(ids map[place]int) []GraphEdge {
	sums := map[GraphEdge]units.Sat{}
	for _, e := range d.s.edges {
		from, shown := ids[d.from(e)]
		if to, too := ids[d.at(e.to)]; shown && too && from != to {
			sums[GraphEdge{From: from, To: to}] += e.sat
		}
	}
	list := []GraphEdge{}
	for e, sat := range sums {
		e.FIFO = sat
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b GraphEdge) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From))
	})
	return list
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
