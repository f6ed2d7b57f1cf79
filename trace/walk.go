package trace

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/units"
)

// Walk is one question. The same answers of the source give the same Result, whatever the order of the
// payouts.
type Walk struct {
	Source       Source
	Network      chain.Network
	Labels       *Labels // nil: none
	Depth        int     // steps back, 1 or more
	Transactions int     // most transactions that are read
	Progress     func(step, read, waiting int)
}

// Why coins are unresolved.
const (
	AtDepth  = "depth"        // further back than was asked for
	AtBudget = "transactions" // more transactions than were asked for
	Returned = "returned"     // they come from another of the payouts
)

// batch is how many transactions are asked for at once.
const batch = 100

// node is one transaction of the walk, without what is no longer needed of it.
type node struct {
	id       chain.Hash
	place    Place
	depth    int
	coinbase bool
	expanded bool   // its inputs are resolved
	why      string // it is not
	needed   bool   // it is, or will be, gone back to
	pool     pool
	sat      units.Sat
	outs     []units.Sat
	labels   []int32 // of each output, 1 and up, 0 none; nil: all none
	taken    []bool  // outputs that another node spends; nil: none
	spends   []Outpoint
	inputs   []input
}

// input is an output of another node, or of one that is a leaf.
type input struct {
	from int32 // index of the node
	vout uint32
	sat  units.Sat
	leaf int32 // 0: goes on at the node; else a leaf's label, or leafOwn
}

// leafOwn marks an input that is itself one of the payouts.
const leafOwn = -1

// graph is all that was read.
type graph struct {
	walk    *Walk
	nodes   []*node
	byID    map[chain.Hash]int32
	own     map[Outpoint]bool
	labels  []Label // from 1 on
	numbers map[Label]int32
	steps   int
}

// moves is how often a walk begins anew because the chain was reorganised under it.
const moves = 3

// Run traces the outputs. An output twice counts once.
func (w *Walk) Run(ctx context.Context, of []Outpoint) (*Result, error) {
	if w.Depth < 1 || w.Transactions < 1 || len(of) == 0 {
		panic("trace: a walk needs payouts, a depth and a number of transactions")
	}
	for try := 0; ; try++ {
		tip, err := w.Source.Tip(ctx)
		if err != nil {
			return nil, err
		}
		g, err := w.gather(ctx, of)
		moved, ask := w.moved(ctx, tip)
		switch {
		case ask != nil:
			return nil, errors.Join(err, ask)
		case moved && try < moves:
			continue
		case moved:
			return nil, errors.New("the chain was reorganised again and again while it was read: ask later")
		case err != nil:
			return nil, err
		}
		return g.result(tip)
	}
}

// moved reports whether the block that was the tip is no longer in the chain.
func (w *Walk) moved(ctx context.Context, tip chain.Tip) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	hash, err := w.Source.Hash(ctx, tip.Height)
	if errors.Is(err, chain.ErrBranch) {
		return true, nil
	}
	return err == nil && hash != tip.Hash, err
}

// gather reads the payouts and their ancestors, step by step.
func (w *Walk) gather(ctx context.Context, of []Outpoint) (*graph, error) {
	g := &graph{walk: w, byID: map[chain.Hash]int32{}, own: map[Outpoint]bool{}, labels: make([]Label, 1),
		numbers: map[Label]int32{}}
	var ids []chain.Hash
	for _, o := range of {
		if !g.own[o] {
			g.own[o] = true
			ids = append(ids, o.ID)
		}
	}
	slices.SortFunc(ids, func(a, b chain.Hash) int { return slices.Compare(a[:], b[:]) })
	level := slices.Compact(ids)
	if len(level) > w.Transactions {
		return nil, fmt.Errorf("%d payouts are more transactions than may be read (%d): raise that "+
			"number, or name "+
			"fewer payouts", len(level), w.Transactions)
	}
	if err := g.read(ctx, level, 0); err != nil {
		return nil, err
	}
	for o := range g.own {
		n := g.nodes[g.byID[o.ID]]
		if int(o.Vout) >= len(n.outs) {
			return nil, fmt.Errorf("transaction %s has %d outputs, and none of number %d: they count "+
				"from 0", o.ID,
				len(n.outs), o.Vout)
		}
		n.needed = true
	}
	next := make([]int32, len(g.nodes))
	for i := range next {
		next[i] = int32(i)
	}
	for depth := 0; len(next) > 0; depth++ {
		var err error
		if next, err = g.step(ctx, next, depth); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// step reads the parents of the nodes of a depth and gives those that are to be gone back to.
func (g *graph) step(ctx context.Context, level []int32, depth int) ([]int32, error) {
	var ids []chain.Hash
	asked := map[chain.Hash]bool{}
	var open []*node
	for _, i := range level {
		n := g.nodes[i]
		if n.coinbase {
			continue
		}
		if depth >= g.walk.Depth {
			n.why, n.spends = AtDepth, nil
			continue
		}
		fresh := g.fresh(n, asked)
		if len(g.nodes)+len(ids)+len(fresh) > g.walk.Transactions {
			n.why, n.spends = AtBudget, nil
			continue
		}
		for _, id := range fresh {
			asked[id] = true
		}
		ids = append(ids, fresh...)
		open = append(open, n)
	}
	if len(open) > 0 {
		g.steps = depth + 1
	}
	if err := g.read(ctx, ids, depth+1); err != nil {
		return nil, err
	}
	var next []int32
	for _, n := range open {
		found, err := g.link(n)
		if err != nil {
			return nil, err
		}
		next = append(next, found...)
	}
	return next, nil
}

// fresh are the parents of a node that were neither read nor asked for.
func (g *graph) fresh(n *node, asked map[chain.Hash]bool) (out []chain.Hash) {
	seen := map[chain.Hash]bool{}
	for _, o := range n.spends {
		_, read := g.byID[o.ID]
		if !read && !asked[o.ID] && !seen[o.ID] {
			seen[o.ID] = true
			out = append(out, o.ID)
		}
	}
	return out
}

// read adds the transactions.
func (g *graph) read(ctx context.Context, ids []chain.Hash, depth int) error {
	for part := range slices.Chunk(ids, batch) {
		txs, err := g.walk.Source.Txs(ctx, part)
		if err != nil {
			return err
		}
		if len(txs) != len(part) {
			panic("trace: a source gave another number of transactions than was asked for")
		}
		for i, tx := range txs {
			if tx.ID != part[i] {
				return &Contradiction{part[i], fmt.Sprintf("was asked for, and %s was given", tx.ID)}
			}
			if err := g.add(tx, depth); err != nil {
				return err
			}
		}
		if g.walk.Progress != nil {
			g.walk.Progress(depth, len(g.nodes), len(ids))
		}
	}
	return nil
}

// bip34 is the height from which on every coinbase of mainnet begins with its height (BIP 34).
const bip34 = 227_931

// add keeps what the walk needs of a transaction.
func (g *graph) add(tx Tx, depth int) error {
	n := &node{id: tx.ID, place: tx.Place, depth: depth, coinbase: tx.Coinbase(), sat: tx.Sat(),
		spends: tx.Spends}
	if n.coinbase {
		n.pool = poolOf(tx, g.walk.Network)
		main := g.walk.Network.Name == chain.Mainnet().Name
		if h, ok := blockHeight(tx.Script); main && tx.Place.Height >= bip34 && (!ok ||
			h != tx.Place.Height) {
			return &Contradiction{tx.ID, fmt.Sprintf("is said to be of block %d, and names another itself",
				tx.Place.Height)}
		}
	}
	for i, o := range tx.Outputs {
		n.outs = append(n.outs, o.Sat)
		if label, ok := g.walk.Labels.of(o.Script); ok {
			if n.labels == nil {
				n.labels = make([]int32, len(tx.Outputs))
			}
			n.labels[i] = g.number(label)
		}
	}
	g.byID[tx.ID] = int32(len(g.nodes))
	g.nodes = append(g.nodes, n)
	return nil
}

func (g *graph) number(l Label) int32 {
	if i, ok := g.numbers[l]; ok {
		return i
	}
	g.labels = append(g.labels, l)
	g.numbers[l] = int32(len(g.labels) - 1)
	return g.numbers[l]
}

// link resolves the inputs of a node, checks them, and gives the nodes that are to be gone back to from it.
func (g *graph) link(n *node) (next []int32, err error) {
	var sum units.Sat
	for _, o := range n.spends {
		i := g.byID[o.ID]
		p := g.nodes[i]
		if int(o.Vout) >= len(p.outs) {
			return nil, &Contradiction{n.id, fmt.Sprintf("spends output %s, which there is not", o)}
		}
		if err := ordered(n, p); err != nil {
			return nil, err
		}
		if p.taken == nil {
			p.taken = make([]bool, len(p.outs))
		}
		if p.taken[o.Vout] {
			return nil, &Contradiction{n.id, fmt.Sprintf("spends output %s, which is spent already", o)}
		}
		p.taken[o.Vout] = true
		in := input{from: i, vout: o.Vout, sat: p.outs[o.Vout]}
		switch {
		case g.own[o]:
			in.leaf = leafOwn
		case p.labels != nil && !p.coinbase:
			in.leaf = p.labels[o.Vout]
		}
		if in.leaf == 0 && !p.needed {
			p.needed = true
			next = append(next, i)
		}
		sum += in.sat
		n.inputs = append(n.inputs, in)
	}
	if sum < n.sat {
		return nil, &Contradiction{n.id, fmt.Sprintf("pays out %s and spends only %s", n.sat, sum)}
	}
	n.expanded, n.spends = true, nil
	return next, nil
}

// ordered is nil if a transaction may spend an output of another, by their blocks.
func ordered(child, parent *node) error {
	c, p := child.place, parent.place
	switch {
	case c.Mined() && !p.Mined():
		return &Contradiction{child.id, "is in a block, and what it spends is in none"}
	case c.Mined() && c.Height < p.Height:
		return &Contradiction{child.id, fmt.Sprintf("is said to be of block %d and spends from block %d",
			c.Height,
			p.Height)}
	case c.Mined() && parent.coinbase && c.Height-p.Height < Maturity:
		return &Contradiction{child.id, fmt.Sprintf("is said to be of block %d and spends the coinbase "+
			"of block %d, "+
			"which must rest for %d blocks", c.Height, p.Height, Maturity)}
	}
	return nil
}
