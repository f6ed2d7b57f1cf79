package paths

// PerStrip is how many paths lie side by side in a strip: as many as a register of AVX-512 holds, two of
// AVX2. TileDays is for how many days they are simulated at a time; it is even, since a draw of random
// words serves two days, and a tile of it, 8 KiB, stays in the nearest cache.
const (
	PerStrip = 16
	TileDays = 32
)

// lanes is one figure of the paths of a strip.
type lanes [PerStrip]float32

// strip is the lanes of consecutive paths, field by field, as vector instructions want them. The
// order of its fields, and of wide's and Tile's, is known to tools/asm. The figures are lane's.
type strip struct {
	hashrate, level, growth, transient, levelDrift lanes
	pull, rewardPull, difficulty                   lanes
	epochBlocks, epochAge, toHalving               lanes
	logFees, priceDrift, price                     lanes
	subsidyValue, feeFactor                        lanes
	philoxB, philoxD, philoxE, philoxF             [2][PerStrip / 2]uint64 // of counter; even and odd paths
	first                                          uint32                  // number of the first path
}

// Tile is the days that a strip of paths has just been through: figure [day][path of the strip]. What lies
// behind the last day and the last path is undefined.
type Tile struct {
	Price      [TileDays]lanes // USD per BTC at the end of the day
	Hashvalue  [TileDays]lanes // BTC per TH/s and day, subsidy and fees
	Subsidy    [TileDays]lanes // of which subsidy
	Difficulty [TileDays]lanes // ln of difficulty at the end of the day over that as of

	_ [4]lanes // scratch of the vector kernels (tools/asm: tWords)
}

// wide is a world with every figure repeated for each lane.
type wide struct {
	shockShare, noiseSD, transientKept lanes
	feeMean, feePull, feeSD            lanes
	keys0, keys1                       [4][PerStrip]uint32 // philox rounds 4 to 7
	shock                              [256]float32
	key0                               uint32
}

// kernel simulates the days from first (even) of a strip into a tile: at most TileDays. Rows behind
// the last day may be overwritten. Every kernel gives the same bytes.
type kernel func(w *world, s *strip, first, days int, t *Tile)

// plainKernel is the specification, path by path.
func plainKernel(w *world, s *strip, first, days int, t *Tile) {
	for k := range PerStrip {
		l := s.lane(k)
		c := s.counter(k)
		w.run(&l, &c, first, days, t, k)
		s.set(k, &l)
	}
}

// fill draws the parameters of the strip's paths from number first on.
func (s *strip) fill(w *world, d *drawer, first int) {
	s.first = uint32(first)
	for k := range PerStrip {
		l := d.lane(first + k)
		w.begin(&l)
		s.set(k, &l)
		s.count(w, k)
	}
}

// count sets the counter of lane k.
func (s *strip) count(w *world, k int) {
	c := newCounter(s.first+uint32(k), w.key0, w.key1)
	odd, at := k&1, k/2
	s.philoxB[odd][at] = uint64(c.b)
	s.philoxD[odd][at] = uint64(c.d)
	s.philoxE[odd][at] = uint64(c.e)
	s.philoxF[odd][at] = uint64(c.f)
}

// counter is what count has set for lane k.
func (s *strip) counter(k int) counter {
	odd, at := k&1, k/2
	return counter{
		b: uint32(s.philoxB[odd][at]),
		d: uint32(s.philoxD[odd][at]),
		e: uint32(s.philoxE[odd][at]),
		f: uint32(s.philoxF[odd][at]),
	}
}

// lane gathers what the strip holds of lane k, for the plain kernel.
func (s *strip) lane(k int) lane {
	return lane{
		hashrate:     s.hashrate[k],
		level:        s.level[k],
		growth:       s.growth[k],
		transient:    s.transient[k],
		levelDrift:   s.levelDrift[k],
		pull:         s.pull[k],
		rewardPull:   s.rewardPull[k],
		difficulty:   s.difficulty[k],
		epochBlocks:  s.epochBlocks[k],
		epochAge:     s.epochAge[k],
		toHalving:    s.toHalving[k],
		logFees:      s.logFees[k],
		priceDrift:   s.priceDrift[k],
		price:        s.price[k],
		subsidyValue: s.subsidyValue[k],
		feeFactor:    s.feeFactor[k],
	}
}

// set is the inverse of lane.
func (s *strip) set(k int, l *lane) {
	s.hashrate[k] = l.hashrate
	s.level[k] = l.level
	s.growth[k] = l.growth
	s.transient[k] = l.transient
	s.levelDrift[k] = l.levelDrift
	s.pull[k] = l.pull
	s.rewardPull[k] = l.rewardPull
	s.difficulty[k] = l.difficulty
	s.epochBlocks[k] = l.epochBlocks
	s.epochAge[k] = l.epochAge
	s.toHalving[k] = l.toHalving
	s.logFees[k] = l.logFees
	s.priceDrift[k] = l.priceDrift
	s.price[k] = l.price
	s.subsidyValue[k] = l.subsidyValue
	s.feeFactor[k] = l.feeFactor
}

// widen repeats the world's figures.
func (w *world) widen() *wide {
	v := &wide{shock: w.shock, key0: w.key0}
	for k := range PerStrip {
		v.shockShare[k] = w.shockShare
		v.noiseSD[k] = w.noiseSD
		v.transientKept[k] = w.transientKept
		v.feeMean[k] = w.feeMean
		v.feePull[k] = w.feePull
		v.feeSD[k] = w.feeSD
		for round := range v.keys0 {
			v.keys0[round][k] = w.key0 + uint32(round+3)*philoxW0
			v.keys1[round][k] = w.key1 + uint32(round+3)*philoxW1
		}
	}
	return v
}
