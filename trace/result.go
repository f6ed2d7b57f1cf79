package trace

import (
	"cmp"
	"slices"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// Schema names the form of a Result.
const Schema = "assay/trace/v1"

// Result is where payouts came from. All amounts are satoshi; the FIFO of the four buckets sums to the
// payouts, and so does the haircut.
type Result struct {
	Schema       string           `json:"schema"`
	Network      string           `json:"network"`
	Of           []Payout         `json:"of"`
	Sat          units.Sat        `json:"sat"` // sum of the payouts
	Buckets      Buckets          `json:"buckets"`
	Pools        []poolShare      `json:"pools"`
	Named        []namedShare     `json:"named"`
	Unresolved   []unresolvedPart `json:"unresolved"`
	Steps        int              `json:"steps"`        // taken back
	Transactions int              `json:"transactions"` // read
	Horizon      int              `json:"horizon"`      // most steps that were asked for
	Budget       int              `json:"budget"`       // most transactions that were asked for
	Complete     bool             `json:"complete"`     // neither of the two cut anything off
	Tip          tipShown         `json:"tip"`
	Sentence     string           `json:"sentence"`
	Graph        Graph            `json:"graph"`
	Lists        []cite.Source    `json:"lists"`
}

// tipShown is the end of the chain when the walk began.
type tipShown struct {
	Height int    `json:"height"`
	Hash   string `json:"hash"`
}

// Payout is an output that was traced.
type Payout struct {
	ID       string    `json:"txid"`
	Vout     uint32    `json:"vout"`
	Sat      units.Sat `json:"sat"`
	Height   *int      `json:"height"` // null: in no block yet
	Block    string    `json:"block,omitempty"`
	Time     int64     `json:"time,omitempty"` // of the block, Unix seconds
	Coinbase bool      `json:"coinbase"`
	// newestSource is the last block whose newly made coins it can hold; null where Height is.
	NewestSource *int `json:"newest_source"`
}

// Buckets are the four places that coins come from.
type Buckets struct {
	Mined      Bucket `json:"mined"`
	Custodian  Bucket `json:"custodian"`
	SameSeller Bucket `json:"same_seller"`
	Unresolved Bucket `json:"unresolved"`
}

// Bucket is how much of the payouts comes from one of them: by two conventions, and the bounds of all of
// them.
type Bucket struct {
	FIFO    units.Sat `json:"fifo_sat"`
	Haircut units.Sat `json:"haircut_sat"`
	Low     units.Sat `json:"low_sat"`    // it must be, in whatever order coins are taken
	High    units.Sat `json:"high_sat"`   // it can be
	Poison  units.Sat `json:"poison_sat"` // the payouts with any such ancestor, whole
}

// poolShare is what newly made coins of one pool are in it.
type poolShare struct {
	Pool    string       `json:"pool"` // empty: none that is known
	By      string       `json:"by"`
	FIFO    units.Sat    `json:"fifo_sat"`
	Haircut units.Sat    `json:"haircut_sat"`
	Blocks  []blockShare `json:"blocks"` // by height
}

// blockShare is what the coinbase of one block is in it.
type blockShare struct {
	Height  int       `json:"height"`
	Block   string    `json:"block"`
	ID      string    `json:"txid"`
	FIFO    units.Sat `json:"fifo_sat"`
	Haircut units.Sat `json:"haircut_sat"`
}

// namedShare is what came by an address that a label names.
type namedShare struct {
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`
	From    string    `json:"from"` // who says so
	FIFO    units.Sat `json:"fifo_sat"`
	Haircut units.Sat `json:"haircut_sat"`
}

// unresolvedPart is a reason why coins were not followed further.
type unresolvedPart struct {
	Why     string    `json:"why"`
	FIFO    units.Sat `json:"fifo_sat"`
	Haircut units.Sat `json:"haircut_sat"`
}

// result sorts what was gathered.
func (g *graph) result(tip chain.Tip) (*Result, error) {
	s, err := g.share()
	if err != nil {
		return nil, err
	}
	r := &Result{Schema: Schema, Network: g.walk.Network.Name, Steps: g.steps, Transactions: len(g.nodes),
		Horizon: g.walk.Depth, Budget: g.walk.Transactions, Complete: true,
		Tip: tipShown{tip.Height, tip.Hash.String()}, Pools: []poolShare{}, Named: []namedShare{},
		Unresolved: []unresolvedPart{}, Lists: poolLists()}
	r.Of = g.payouts()
	for _, p := range r.Of {
		r.Sat += p.Sat
	}
	s.bounds(r)
	s.ends(r)
	s.names(r)
	r.Graph = s.graph()
	return r, nil
}

func (g *graph) payouts() []Payout {
	var out []Payout
	for o := range g.own {
		n := g.nodes[g.byID[o.ID]]
		p := Payout{ID: o.ID.String(), Vout: o.Vout, Sat: n.outs[o.Vout], Coinbase: n.coinbase}
		if n.place.Mined() {
			newest := newestSource(n.place.Height, n.coinbase)
			p.Height, p.NewestSource = &n.place.Height, &newest
			p.Block, p.Time = n.place.Block.String(), n.place.Time
		}
		out = append(out, p)
	}
	height := func(p Payout) int {
		if p.Height == nil {
			return 1 << 30
		}
		return *p.Height
	}
	slices.SortFunc(out, func(a, b Payout) int {
		return cmp.Or(cmp.Compare(height(a), height(b)), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Vout, b.Vout))
	})
	return out
}

// of is the bucket of a class.
func (b *Buckets) of(c class) *Bucket {
	return [...]*Bucket{&b.Mined, &b.Custodian, &b.SameSeller, &b.Unresolved}[c]
}

// bounds are those of each transaction's payouts together, summed.
func (s *shares) bounds(r *Result) {
	sums := map[int32]units.Sat{}
	for o := range s.g.own {
		i := s.g.byID[o.ID]
		sums[i] += s.g.nodes[i].outs[o.Vout]
	}
	for i, sum := range sums {
		for c := range classes {
			b := r.Buckets.of(c)
			b.Low += max(0, sum-s.rest[i][c])
			b.High += min(sum, s.possible[i][c])
			if s.possible[i][c] > 0 {
				b.Poison += sum
			}
		}
	}
}

// ends sums the nodes that were not gone back from: coinbases by pool and block, the others by reason.
func (s *shares) ends(r *Result) {
	why := map[string]*unresolvedPart{}
	for _, reason := range []string{AtDepth, AtBudget, Returned} {
		why[reason] = &unresolvedPart{Why: reason}
	}
	byPool := map[pool]*poolShare{}
	for i, n := range s.g.nodes {
		c, end := n.end()
		if !end || !n.needed {
			continue
		}
		if c == unresolved {
			r.Complete = false
			why[n.why].FIFO += s.fifo[i]
			why[n.why].Haircut += s.haircut[i]
			continue
		}
		if s.fifo[i] == 0 && s.haircut[i] == 0 {
			continue
		}
		if byPool[n.pool] == nil {
			byPool[n.pool] = &poolShare{Pool: n.pool.Name, By: n.pool.By}
		}
		p := byPool[n.pool]
		p.FIFO += s.fifo[i]
		p.Haircut += s.haircut[i]
		p.Blocks = append(p.Blocks, blockShare{n.place.Height, n.place.Block.String(), n.id.String(),
			s.fifo[i],
			s.haircut[i]})
	}
	for _, p := range byPool {
		slices.SortFunc(p.Blocks, func(a, b blockShare) int {
			return cmp.Or(cmp.Compare(a.Height, b.Height), cmp.Compare(a.ID, b.ID))
		})
		r.Pools = append(r.Pools, *p)
		r.Buckets.Mined.FIFO += p.FIFO
		r.Buckets.Mined.Haircut += p.Haircut
	}
	slices.SortFunc(r.Pools, func(a, b poolShare) int {
		return cmp.Or(cmp.Compare(b.FIFO, a.FIFO), cmp.Compare(b.Haircut, a.Haircut), cmp.Compare(a.Pool,
			b.Pool),
			cmp.Compare(a.By, b.By))
	})
	why[Returned].FIFO, why[Returned].Haircut = s.leafFIFO[0], s.leafHaircut[0]
	for _, reason := range []string{AtDepth, AtBudget, Returned} {
		u := *why[reason]
		r.Buckets.Unresolved.FIFO += u.FIFO
		r.Buckets.Unresolved.Haircut += u.Haircut
		if u.FIFO > 0 || u.Haircut > 0 {
			r.Unresolved = append(r.Unresolved, u)
		}
	}
}

// names sums the leaves that labels name.
func (s *shares) names(r *Result) {
	for i := 1; i < len(s.g.labels); i++ {
		l, fifo, haircut := s.g.labels[i], s.leafFIFO[i], s.leafHaircut[i]
		b := r.Buckets.of(s.g.classOf(int32(i)))
		b.FIFO += fifo
		b.Haircut += haircut
		if fifo == 0 && haircut == 0 {
			continue
		}
		r.Named = append(r.Named, namedShare{l.Name, l.Kind, l.From, fifo, haircut})
	}
	slices.SortFunc(r.Named, func(a, b namedShare) int {
		return cmp.Or(cmp.Compare(b.FIFO, a.FIFO), cmp.Compare(b.Haircut, a.Haircut), cmp.Compare(a.Name,
			b.Name),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.From, b.From))
	})
}
