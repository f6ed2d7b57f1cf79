package forecast

// blockLanes is how many paths are simulated side by side, tileDays for how many days at a time.
const (
	blockLanes = 16
	tileDays   = 32
)

// lanes is one figure of the paths of a block.
type lanes [blockLanes]float32

// block is the lanes of consecutive paths, field by field, as vector instructions want them. The
// order of its fields, and of wide's and tile's, is known to tools/asm.
type block struct {
	h, level, g, q, s, lam, rho, d, n, e, left lanes
	fee, mu, price, work, fees                 lanes
	philoxB, philoxD, philoxE, philoxF         [2][blockLanes / 2]uint64 // even and odd paths
	first                                      uint32                    // number of the first path
}

// tile is the days that a block has just been through, [day][lane]. difficulty is the log of difficulty
// at the end of the day over that as of.
type tile struct {
	price, hashvalue, subsidy, difficulty [tileDays]lanes
	_                                     [4]lanes // scratch of the kernels (tools/asm: tWords)
}

// wide is a world with every figure repeated for each lane.
type wide struct {
	both, own, kappa, feeMean, feePull, feeSD lanes
	keys0, keys1                              [4][blockLanes]uint32 // philox rounds 4 to 7
	shock                                     [256]float32
	k0                                        uint32
}

// kernel simulates the days from first (even) of a block into a tile: at most tileDays. Rows behind
// the last day may be overwritten. Every kernel gives the same bytes.
type kernel func(w *world, b *block, first, days int, t *tile)

// plainKernel is the specification, path by path.
func plainKernel(w *world, b *block, first, days int, t *tile) {
	for k := range blockLanes {
		l := b.lane(k)
		c := b.counter(k)
		w.run(&l, &c, first, days, t, k)
		b.set(k, &l)
	}
}

// fill draws the parameters of the block's paths from number first on.
func (b *block) fill(w *world, d *drawer, first int) {
	b.first = uint32(first)
	for k := range blockLanes {
		l := d.lane(first + k)
		w.begin(&l)
		b.set(k, &l)
		b.count(w, k)
	}
}

// count sets the counter of lane k, and counter is what was set.
func (b *block) count(w *world, k int) {
	c, odd, at := newCounter(b.first+uint32(k), w.k0, w.k1), k&1, k/2
	b.philoxB[odd][at], b.philoxD[odd][at], b.philoxE[odd][at], b.philoxF[odd][at] = uint64(c.b), uint64(c.d), uint64(c.e), uint64(c.f)
}

func (b *block) counter(k int) counter {
	odd, at := k&1, k/2
	return counter{uint32(b.philoxB[odd][at]), uint32(b.philoxD[odd][at]), uint32(b.philoxE[odd][at]), uint32(b.philoxF[odd][at])}
}

func (b *block) lane(k int) lane {
	return lane{h: b.h[k], level: b.level[k], g: b.g[k], q: b.q[k], s: b.s[k], lam: b.lam[k], rho: b.rho[k], d: b.d[k],
		n: b.n[k], e: b.e[k], left: b.left[k], fee: b.fee[k], mu: b.mu[k], price: b.price[k], work: b.work[k], fees: b.fees[k]}
}

func (b *block) set(k int, l *lane) {
	b.h[k], b.level[k], b.g[k], b.q[k], b.s[k], b.lam[k], b.rho[k] = l.h, l.level, l.g, l.q, l.s, l.lam, l.rho
	b.d[k], b.n[k], b.e[k], b.left[k] = l.d, l.n, l.e, l.left
	b.fee[k], b.mu[k], b.price[k], b.work[k], b.fees[k] = l.fee, l.mu, l.price, l.work, l.fees
}

// widen repeats the world's figures.
func (w *world) widen() *wide {
	v := &wide{shock: w.shock, k0: w.k0}
	for k := range blockLanes {
		v.both[k], v.own[k], v.kappa[k] = w.both, w.own, w.kappa
		v.feeMean[k], v.feePull[k], v.feeSD[k] = w.feeMean, w.feePull, w.feeSD
		for round := range v.keys0 {
			v.keys0[round][k] = w.k0 + uint32(round+3)*philoxW0
			v.keys1[round][k] = w.k1 + uint32(round+3)*philoxW1
		}
	}
	return v
}
