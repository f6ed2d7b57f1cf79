package trace

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/assaymining/assay/units"
)

// class is one of the four buckets.
type class int

const (
	mined class = iota
	custodian
	sameSeller
	unresolved
	classes
)

// shares is how much of the payouts comes from where.
type shares struct {
	g              *graph
	order          []int32 // nodes before those that they spend from
	fifo, haircut  []units.Sat
	queues         [][]slice
	leafFIFO       []units.Sat // by label; 0 is leafOwn's
	leafHaircut    []units.Sat
	edges          []edge
	possible, rest [][classes]units.Sat // of each node: what may be of a class, and what may be of others
}

// slice is a part of a transaction's queue of satoshi: from begin on, before end.
type slice struct{ begin, end units.Sat }

// edge is what the FIFO of one transaction takes from another.
type edge struct {
	to, from int32
	leaf     int32
	sat      units.Sat
}

// share sorts the payouts' satoshi.
func (g *graph) share() (*shares, error) {
	s := &shares{g: g, fifo: make([]units.Sat, len(g.nodes)), haircut: make([]units.Sat, len(g.nodes)),
		queues: make([][]slice, len(g.nodes)), leafFIFO: make([]units.Sat, len(g.labels)),
		leafHaircut: make([]units.Sat, len(g.labels)), possible: make([][classes]units.Sat, len(g.nodes)),
		rest: make([][classes]units.Sat, len(g.nodes))}
	if err := s.sort(); err != nil {
		return nil, err
	}
	for i := len(s.order) - 1; i >= 0; i-- {
		s.bound(s.order[i])
	}
	for o := range g.own {
		i := g.byID[o.ID]
		n := g.nodes[i]
		begin := before(n.outs, o.Vout)
		s.queues[i] = append(s.queues[i], slice{begin, begin + n.outs[o.Vout]})
		s.haircut[i] += n.outs[o.Vout]
	}
	for _, i := range s.order {
		s.first(i)
		s.proportion(i)
	}
	return s, nil
}

// sort puts nodes before those that they spend from (Kahn 1962); a circle is a contradiction.
func (s *shares) sort() error {
	g := s.g
	waiting := make([]int32, len(g.nodes))
	for _, n := range g.nodes {
		for _, in := range n.inputs {
			waiting[in.from]++
		}
	}
	for i := range g.nodes {
		if waiting[i] == 0 {
			s.order = append(s.order, int32(i))
		}
	}
	for at := 0; at < len(s.order); at++ {
		for _, in := range g.nodes[s.order[at]].inputs {
			if waiting[in.from]--; waiting[in.from] == 0 {
				s.order = append(s.order, in.from)
			}
		}
	}
	if len(s.order) < len(g.nodes) {
		i := slices.IndexFunc(waiting, func(n int32) bool { return n > 0 })
		return &Contradiction{g.nodes[i].id, "is an ancestor of itself"}
	}
	return nil
}

// before is where an output begins in its transaction's queue.
func before(outs []units.Sat, vout uint32) (sum units.Sat) {
	for _, v := range outs[:vout] {
		sum += v
	}
	return sum
}

// end is the class of a node that is not gone back from; ok is false if it is.
func (n *node) end() (c class, ok bool) {
	if n.coinbase {
		return mined, true
	}
	return unresolved, !n.expanded
}

// classOf is the bucket of a leaf.
func (g *graph) classOf(leaf int32) class {
	switch {
	case leaf == leafOwn:
		return unresolved
	case g.labels[leaf].deposit():
		return sameSeller
	}
	return custodian
}

// bound says of a node how much of what it spends may be of a class at most, and of all others at most.
// Any outputs of it with the sum x then hold at most min(x, possible) and at least max(0, x - rest) of
// the class, in whatever order its coins are taken. Outputs of one parent are bounded together.
func (s *shares) bound(i int32) {
	n := s.g.nodes[i]
	if c, ok := n.end(); ok {
		s.pure(i, c, n.sat)
		return
	}
	spent := slices.Clone(n.inputs)
	slices.SortStableFunc(spent, func(a, b input) int { return cmp.Compare(a.from, b.from) })
	for at := 0; at < len(spent); {
		from, sum := spent[at].from, units.Sat(0)
		for ; at < len(spent) && spent[at].from == from; at++ {
			if leaf := spent[at].leaf; leaf != 0 {
				s.pure(i, s.g.classOf(leaf), spent[at].sat)
			} else {
				sum += spent[at].sat
			}
		}
		for c := range classes {
			s.possible[i][c] += min(sum, s.possible[from][c])
			s.rest[i][c] += min(sum, s.rest[from][c])
		}
	}
}

// pure adds coins of one class to what a node holds.
func (s *shares) pure(i int32, c class, sat units.Sat) {
	for k := range classes {
		if k == c {
			s.possible[i][k] += sat
		} else {
			s.rest[i][k] += sat
		}
	}
}

// first hands a node's slices to its inputs: inputs in order fill outputs in order, the rest is the fee.
func (s *shares) first(i int32) {
	n, queue := s.g.nodes[i], s.queues[i]
	s.queues[i] = nil
	for _, q := range queue {
		s.fifo[i] += q.end - q.begin
	}
	if _, ok := n.end(); ok {
		return
	}
	slices.SortFunc(queue, func(a, b slice) int { return cmp.Compare(a.begin, b.begin) })
	var begin units.Sat
	for _, in := range n.inputs {
		end, offset := begin+in.sat, units.Sat(0)
		if in.leaf == 0 {
			offset = before(s.g.nodes[in.from].outs, in.vout)
		}
		var taken units.Sat
		for len(queue) > 0 && queue[0].begin < end {
			q := &queue[0]
			upTo := min(q.end, end)
			taken += upTo - q.begin
			if in.leaf == 0 {
				s.demand(in.from, slice{offset + q.begin - begin, offset + upTo - begin})
			}
			if q.begin = upTo; q.begin == q.end {
				queue = queue[1:]
			}
		}
		if taken > 0 {
			s.edges = append(s.edges, edge{i, in.from, in.leaf, taken})
			s.leaf(s.leafFIFO, in.leaf, taken)
		}
		begin = end
	}
}

// demand adds a slice to a node's queue, to its last one where they touch.
func (s *shares) demand(i int32, q slice) {
	if q.begin == q.end {
		return
	}
	if last := len(s.queues[i]) - 1; last >= 0 && s.queues[i][last].end == q.begin {
		s.queues[i][last].end = q.end
		return
	}
	s.queues[i] = append(s.queues[i], q)
}

func (s *shares) leaf(sums []units.Sat, leaf int32, sat units.Sat) {
	switch {
	case leaf > 0:
		sums[leaf] += sat
	case leaf == leafOwn:
		sums[0] += sat
	}
}

// proportion hands a node's haircut to its inputs in proportion, by largest remainder.
func (s *shares) proportion(i int32) {
	n, weight := s.g.nodes[i], s.haircut[i]
	if _, ok := n.end(); ok || weight == 0 {
		return
	}
	amounts := make([]units.Sat, len(n.inputs))
	for k, in := range n.inputs {
		amounts[k] = in.sat
	}
	for k, part := range apportion(weight, amounts) {
		if in := n.inputs[k]; in.leaf != 0 {
			s.leaf(s.leafHaircut, in.leaf, part)
		} else {
			s.haircut[in.from] += part
		}
	}
}

// apportion splits a whole, at most the sum of the amounts, in proportion to them: each part is rounded
// down, and what is left goes by one to the largest remainders, the first among equals (Hamilton's
// method). No part exceeds its amount, and the parts sum to the whole.
func apportion(whole units.Sat, amounts []units.Sat) []units.Sat {
	var sum, given units.Sat
	for _, a := range amounts {
		sum += a
	}
	parts, left, order := make([]units.Sat, len(amounts)), make([]uint64, len(amounts)), make([]int,
		len(amounts))
	if whole == 0 {
		return parts
	}
	if whole < 0 || whole > sum {
		panic("trace: more is apportioned than there is")
	}
	for i, a := range amounts {
		high, low := bits.Mul64(uint64(whole), uint64(a))
		quotient, remainder := bits.Div64(high, low, uint64(sum))
		parts[i], left[i], order[i] = units.Sat(quotient), remainder, i
		given += parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(left[b], left[a]) })
	for _, i := range order[:whole-given] {
		parts[i]++
	}
	return parts
}
