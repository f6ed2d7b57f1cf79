package forecast

// The step of a path, day by day. This file is the specification of the simulation: a vectorised
// twin must give the same bytes. Hence float32 with +, -, *, / only; every product is rounded (the
// conversions float32(...) forbid fused multiply-add); eight paths (lanes) never touch each other.
//
// Logs are relative to the as-of day: h hashrate and d difficulty in units of that day's difficulty
// in force, p price. Per day, with two words of random bits (shocks of price and hashrate):
//
//	y = drift + sigmaP * T * Z1           price: normal Z1 times scale T, a discretised Student t
//	p += y;  price *= exp5(y)
//	B += g + q + s                        the level that pulls: moves with the path's own drift
//	h += g + q + lam*(p + rho*r + B - h) + sigmaH*(corr*T*Z1 + Z2)
//	q *= kappa                            the transient part of the drift dies out
//	blocks = 144 * exp5(clamp(h-d, -1, 1))
//
// When the epoch's count reaches 2016 within the day, at its fraction f, difficulty is multiplied
// by 14 / (days the epoch took), between 1/4 and 4, and the rest of the day mines at the new one.
// The subsidy is that of the height at the middle of the day; r = ln(subsidy / subsidy as of).
// Fees, as a share of the subsidy, move once per epoch: an AR(1) in logs.

const (
	laneCount = 8
	maxDays   = 1825
	epochDays = 14
	maxRatio  = 0.6 // (4-1)/(4+1): a retarget is at most fourfold (Bitcoin Core src/pow.cpp)
)

// lane is the state and parameters of one path.
type lane struct {
	h, p, level float32 // logs: hashrate, price, pulling level B
	g, q, s     float32 // drift per day: lasting, transient, of the level alone
	lam, rho    float32 // pull per day; 1 if the reward's halvings pull, else 0
	d, n, e     float32 // log difficulty; blocks and days of the running epoch
	fee         float32 // log of fees / subsidy
	mu          float32 // drift of log price per day
}

// world is what all paths of a simulation share.
type world struct {
	sigmaP, sigmaH, corr    float32
	kappa                   float32
	price, hashvalue        float32    // as of: USD per BTC; BTC per TH/s and day of the subsidy at difficulty in force
	halving                 [4]float32 // blocks from the as-of day to the next halvings; the last is never reached
	feeMean, feePull, feeSD float32    // log of fees / subsidy; per epoch
	k0, k1                  uint32     // seed
	scale                   [256]float32
}

// row is where the days of one path are written; subsidy may be nil, and so may
// difficulty, the log of difficulty at the end of the day over that as of. Each holds all days.
type row struct{ price, hashvalue, subsidy, difficulty []float32 }

// unit4 and unit3 make the sum of four or three bytes, less its mean (510, 382.5), a variable of
// variance 1: n bytes have variance n*(256*256-1)/12.
const (
	unit4 = 0.0067658748 // 1/sqrt(21845)
	unit3 = 0.0078125596 // 1/sqrt(16383.75)
)

// exp5 is exp to degree 5: relative error below 0.0005 for |y| < 0.9, 0.0036 at -1.
func exp5(y float32) float32 {
	v := float32(y*(1.0/120)) + 1.0/24
	v = float32(y*v) + 1.0/6
	v = float32(y*v) + 0.5
	v = float32(y*v) + 1
	return float32(y*v) + 1
}

// logRatio is ln(14/e), clamped to +-ln 4: 2 artanh((14-e)/(14+e)) to degree 9 (error 0.001 at the clamp).
func logRatio(e float32) float32 {
	x := (epochDays - e) / (epochDays + e)
	x = clamp(x, maxRatio)
	x2 := float32(x * x)
	v := float32(x2*(1.0/9)) + 1.0/7
	v = float32(x2*v) + 1.0/5
	v = float32(x2*v) + 1.0/3
	v = float32(x2*v) + 1
	return 2 * float32(x*v)
}

// clamp is x within -a and a.
func clamp(x, a float32) float32 {
	if x > a {
		return a
	}
	if x < -a {
		return -a
	}
	return x
}

// run simulates path number path for the given days. The state is kept in local variables, which
// the compiler keeps in registers.
func (w *world) run(l lane, path uint32, days int, out row) {
	h, p, level, q, d, n, e := l.h, l.p, l.level, l.q, l.d, l.n, l.e
	price, mined := w.price, float32(0)
	work := w.hashvalue // of the subsidy as of, at the difficulty of the day
	fees := 1 + feeShare(l.fee)
	var reward, r float32 = 1, 0
	halving, next := w.halving[0], 0
	var w2, w3 uint32
	prices, values := out.price[:days], out.hashvalue[:days]
	for t := range prices {
		var w0, w1 uint32
		if t&1 == 0 {
			w0, w1, w2, w3 = philox(path, uint32(t>>1), w.k0, w.k1)
		} else {
			w0, w1 = w2, w3
		}
		z1 := (float32(int32(byteSum(w0))) - 510) * unit4
		z1 = float32(z1 * w.scale[w1>>24])
		z2 := (float32(int32(byteSum(w1&0xFFFFFF))) - 382.5) * unit3
		y := clamp(l.mu+float32(w.sigmaP*z1), 1)
		p += y
		price = float32(price * exp5(y))
		drift := l.g + q
		level += drift + l.s
		pull := p + float32(l.rho*r) + level - h
		h += drift + float32(l.lam*pull) + float32(w.sigmaH*(float32(w.corr*z1)+z2))
		q = float32(q * w.kappa)
		blocks := float32(144 * exp5(clamp(h-d, 1)))
		day := work
		if n+blocks < 2016 {
			n += blocks
			e++
		} else {
			f := (2016 - n) / blocks
			ratio := logRatio(e + f)
			d += ratio
			ease := retargetFactor(-ratio)
			day = float32(f*work) + float32((1-f)*float32(work*ease))
			work = float32(work * ease)
			n = float32(float32(blocks*ease) * (1 - f))
			e = 1 - f
			blocks = float32(f*blocks) + n
			l.fee += float32(w.feePull*(w.feeMean-l.fee)) + float32(w.feeSD*z2)
			fees = 1 + feeShare(l.fee)
		}
		if mined+float32(0.5*blocks) >= halving {
			reward = float32(reward * 0.5)
			r -= 0.6931472
			next = (next + 1) & 3
			halving = w.halving[next]
		}
		mined += blocks
		day = float32(day * reward)
		prices[t] = price
		values[t] = float32(day * fees)
		if out.subsidy != nil {
			out.subsidy[t] = day
		}
		if out.difficulty != nil {
			out.difficulty[t] = d
		}
	}
}

// retargetFactor is exp(x) for |x| <= ln 4: the square of exp5 of half of it.
func retargetFactor(x float32) float32 {
	v := exp5(float32(0.5 * x))
	return float32(v * v)
}

// feeShare is exp(x) for x from -9 to 2 (0.01 % to 739 % of the subsidy): exp5(x/16) to the 16th.
func feeShare(x float32) float32 {
	v := exp5(float32(0.0625 * clamp(x+3.5, 5.5))) // centred, to be exact where it matters
	v = float32(v * v)
	v = float32(v * v)
	v = float32(v * v)
	return float32(float32(v*v) * 0.030197383) // exp(-3.5)
}
