package chart

import "fmt"

// Flow is what goes from one place to the next, in columns from left to right. Its size follows from its
// nodes.
type Flow struct {
	Frame
	Nodes []FlowNode
	Edges []FlowEdge
}

// FlowNode is a place. Column 0 is the rightmost, where all ends.
type FlowNode struct {
	Column     int
	Name, Note string
	Class      string // one, two, three or soft: the colour of its mark
}

// FlowEdge leads from one node to another; Share, 0 to 1, is its part of the whole.
type FlowEdge struct {
	From, To int
	Share    float64
}

// Distances in a flow, in pixels.
const (
	flowColumn = 176.0
	flowRow    = 46.0
	flowBox    = 132.0
	flowEdge   = 24.0 // margin
	flowWidest = 14.0 // line of the whole
)

// SVG draws the flow.
func (f Flow) SVG() string {
	columns := f.columns()
	rows := map[int]int{}
	place := make([][2]float64, len(f.Nodes))
	for i, n := range f.Nodes {
		place[i] = [2]float64{flowEdge + float64(columns-n.Column)*flowColumn,
			flowEdge + float64(rows[n.Column])*flowRow}
		rows[n.Column]++
	}
	most := 1
	for _, n := range rows {
		most = max(most, n)
	}
	f.Size = Size{f.Width(),
		int(2*flowEdge + float64(most)*flowRow)}
	c := f.canvas()
	for _, e := range f.Edges {
		if max(e.From, e.To) < len(place) {
			c.curve(place[e.From], place[e.To], max(1, flowWidest*e.Share))
		}
	}
	for i, n := range f.Nodes {
		x, y := place[i][0], place[i][1]
		c.rect(x, y, 5, 30, "fill-"+n.Class)
		c.text(x+10, y+12, "start", "strong halo", n.Name)
		c.text(x+10, y+27, "start", "soft halo", n.Note)
	}
	return c.end()
}

// Width is that of the drawing, in pixels.
func (f Flow) Width() int { return int(2*flowEdge + float64(f.columns())*flowColumn + flowBox) }

func (f Flow) columns() (most int) {
	for _, n := range f.Nodes {
		most = max(most, n.Column)
	}
	return most
}

// curve leads from the right of one box to the left of another.
func (c *canvas) curve(from, to [2]float64, width float64) {
	x1, y1, x2, y2 := from[0]+flowBox, from[1]+15, to[0]-3, to[1]+15
	middle := (x1 + x2) / 2
	fmt.Fprintf(c,
		`<path d="M%.1f %.1fH%.1fC%.1f %.1f %.1f %.1f %.1f %.1f" fill="none" `+
			`stroke-width="%.1f" class="one inner"/>`,
		from[0]+7, y1, x1, middle, y1, middle, y2, x2, y2, width)
}
