package report

import (
	"cmp"
	"fmt"

	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// Flow is the way of coins, in columns from left to right.
type Flow struct {
	Picture
	Nodes []FlowNode
	Edges []FlowEdge
}

// FlowNode is a transaction or a keeper of coins. Column 0 is the rightmost.
type FlowNode struct {
	Column     int
	Name, Note string
	Tone       Tone
}

// FlowEdge carries a share of the whole from one node to another.
type FlowEdge struct {
	From, To int
	Share    float64
}

// TraceFlow is the heaviest paths of a trace, first in, first out.
func TraceFlow(r *trace.Result) Flow {
	f := Flow{Picture: Picture{Key: "flow", Title: "The way of the coins, FIFO",
		Desc: TraceSentence(r)}}
	if n := r.Graph.LeftOut; n > 0 {
		f.Desc += fmt.Sprintf(" %s that carry less are not drawn.", Count(n, "transaction"))
	}
	for _, n := range r.Graph.Nodes {
		name, tone := flowName(n)
		f.Nodes = append(f.Nodes, FlowNode{Column: n.Depth, Name: name, Tone: tone,
			Note: part(n.FIFO, r.Sat) + ", " + units.ShowBTC(n.FIFO.BTC()) + " BTC"})
	}
	for _, e := range r.Graph.Edges {
		if r.Sat > 0 {
			f.Edges = append(f.Edges, FlowEdge{From: e.From, To: e.To,
				Share: float64(e.FIFO) / float64(r.Sat)})
		}
	}
	return f
}

// flowColumns is the width of a name in the picture.
const flowColumns = 19

// flowName is a node in a few words.
func flowName(n trace.GraphNode) (string, Tone) {
	id := n.Tx
	if len(id) > 8 {
		id = id[:8]
	}
	switch n.Kind {
	case trace.NodePayout:
		return "payout " + id, Plain
	case trace.NodeMined:
		return fit(cmp.Or(n.Name, "unknown pool"), flowColumns), Good
	case trace.NodeCustodian:
		return fit(n.Name, flowColumns), Plain
	case trace.NodeSameSeller:
		return fit("customer at "+n.Name, flowColumns), Bad
	case trace.NodeUnresolved:
		return "not followed", Plain
	}
	return id, Plain
}

// fit is a name in at most so many columns.
func fit(name string, most int) string {
	if r := []rune(name); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}
