package payouts

import (
	"cmp"
	"fmt"

	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// TraceFlow is the heaviest paths of a trace, first in, first out.
func TraceFlow(r *trace.Result) report.Flow {
	f := report.Flow{Picture: report.Picture{Key: "flow", Title: "The way of the coins, FIFO",
		Desc: TraceSentence(r)}}
	if n := r.Graph.LeftOut; n > 0 {
		f.Desc += fmt.Sprintf(" %s that carry less are not drawn.", report.Count(n, "transaction"))
	}
	for _, n := range r.Graph.Nodes {
		name, tone := flowName(n)
		f.Nodes = append(f.Nodes, report.FlowNode{Column: n.Depth, Name: name, Tone: tone,
			Note: part(n.FIFO, r.Sat) + ", " + units.ShowBTC(n.FIFO.BTC()) + " BTC"})
	}
	for _, e := range r.Graph.Edges {
		if r.Sat > 0 {
			f.Edges = append(f.Edges, report.FlowEdge{From: e.From, To: e.To,
				Share: float64(e.FIFO) / float64(r.Sat)})
		}
	}
	return f
}

// flowColumns is the width of a name in the picture.
const flowColumns = 19

// flowName is a node in a few words.
func flowName(n trace.GraphNode) (string, report.Tone) {
	id := n.Tx
	if len(id) > 8 {
		id = id[:8]
	}
	switch n.Kind {
	case trace.NodePayout:
		if n.Payouts > 0 {
			return report.Count(n.Payouts, "payout"), report.Plain
		}
		return "payout " + id, report.Plain
	case trace.NodeMined:
		return fit(cmp.Or(n.Name, "unknown pool"), flowColumns), report.Good
	case trace.NodeCustodian:
		return fit(n.Name, flowColumns), report.Plain
	case trace.NodeSameSeller:
		return fit("customer at "+n.Name, flowColumns), report.Bad
	case trace.NodeUnresolved:
		return "not followed", report.Plain
	}
	return id, report.Plain
}

// fit is a name in at most so many columns.
func fit(name string, most int) string {
	if r := []rune(name); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return name
}
