package market

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// The compact form: "ASSAYH2\n", then DEFLATE (RFC 1951) of
//
//	uvarint  first day (days since 1970-01-01), number of days, height of the first day's first
//	         block, number of epochs, first epoch's height / 2016
//	column   price: key of six significant digits, as difference to the last known
//	column   fees of the day: units of 0.0001 BTC, as difference to the last known
//	column   blocks of the day
//	column   height of the day's first block, where it is not that after the day before's last
//	column   epoch time: difference to the epoch before, less two weeks
//	column   epoch bits
//
// A column is its numbers in zigzag form plus 1 (0: unknown), cut into bytes: all lowest bytes,
// then all second bytes, to the fifth, so that DEFLATE sees the quiet high bytes together.
const magic = "ASSAYH2\n"

const (
	feesPer   = 10_000          // units of a day's fees in a bitcoin: half a unit is 1e-7 of a day's reward in 2026
	priceKeys = 900_000         // keys per power of ten
	priceLow  = 8               // prices from 1e-8 USD
	maxDays   = 400_000         // beyond a thousand years
	maxEpochs = maxDays / 3     // an epoch takes 3.5 days at least
	maxBody   = maxDays * 5 * 5 // bytes after inflating, roughly
)

// priceKey maps a price to its six significant digits and power of ten, so that keys ascend with
// prices: (exponent+8) * 900000 + digits - 100000. Rounding is to nearest, at most 5e-6 of the price.
func priceKey(usd float64) int64 {
	exp := int(math.Floor(math.Log10(usd)))
	digits := int64(math.Round(usd * math.Pow10(5-exp)))
	return int64(exp+priceLow)*priceKeys + digits - 100_000 // 1,000,000 digits carry into the next power
}

// priceOf is the price of a key, the float64 nearest to its six digits.
func priceOf(key int64) float64 {
	exp, digits := int(key/priceKeys)-priceLow, float64(key%priceKeys+100_000)
	if exp >= 5 {
		return digits * math.Pow10(exp-5)
	}
	return digits / math.Pow10(5-exp)
}

// Encode is the history in the compact form that is embedded: own figures only, price rounded to
// six significant digits and fees to 0.0001 BTC a day. Difficulty is that of the epochs; means
// given otherwise are not kept. It fails unless the history has every epoch
// from its first day on.
func (h *History) Encode() ([]byte, error) {
	if len(h.epochs) == 0 || units.DateOf(h.epochs[0].Time) > h.First() {
		return nil, fmt.Errorf("the compact form needs the difficulty epochs from %s on", h.First())
	}
	return EncodeObservations(h.observations(), h.epochs, h.days[0].FirstHeight)
}

// EncodeObservations is days without holes, oldest first, and epochs in the compact form, to be laid over
// each other with the rest when they are read. firstHeight is the height of the first day's first block.
// Any figure may be Unknown and there may be no epochs; where there are, none may be missing.
func EncodeObservations(days []Observation, epochs []Epoch, firstHeight int) ([]byte, error) {
	if len(days) == 0 {
		return nil, fmt.Errorf("there are no days to write in the compact form")
	}
	firstEpoch := 0
	for i, e := range epochs {
		if e.Height != epochs[0].Height+i*consensus.RetargetBlocks {
			return nil, fmt.Errorf(
				"the compact form needs every difficulty epoch; the one before height %d is missing",
				e.Height,
			)
		}
		firstEpoch = epochs[0].Height / consensus.RetargetBlocks
	}
	raw := binary.AppendUvarint(nil, uint64(days[0].Date))
	for _, v := range []int{len(days), firstHeight, len(epochs), firstEpoch} {
		raw = binary.AppendUvarint(raw, uint64(v))
	}
	for _, c := range dayColumns(days, firstHeight) {
		raw = c.append(raw)
	}
	times, bits := newColumn(len(epochs)), newColumn(len(epochs))
	for i, e := range epochs {
		times.last += consensus.RetargetSeconds
		times.put(i, e.Time)
		bits.last = 0
		bits.put(i, int64(e.Bits))
	}
	raw = bits.append(times.append(raw))
	return deflate(raw)
}

// dayColumns are price, fees, blocks and heights.
func dayColumns(days []Observation, height int) [4]*column {
	n := len(days)
	price, fees, blocks, heights := newColumn(n), newColumn(n), newColumn(n), newColumn(n)
	for i, o := range days {
		if o.PriceUSD > 0 {
			price.put(i, priceKey(o.PriceUSD))
		}
		if o.FeesBTC >= 0 {
			fees.put(i, int64(math.Round(o.FeesBTC*float64(o.Blocks)*feesPer)))
		}
		if o.FirstHeight >= 0 && o.FirstHeight != height {
			height = o.FirstHeight
			heights.put(i, int64(height))
		}
		if o.Blocks < 0 {
			height = Unknown
			continue
		}
		blocks.last = 0
		blocks.put(i, int64(o.Blocks))
		height += o.Blocks
	}
	return [4]*column{price, fees, blocks, heights}
}

func deflate(raw []byte) ([]byte, error) {
	out := bytes.NewBufferString(magic)
	w, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// column is numbers as differences to the last known one, in zigzag form plus 1.
type column struct {
	codes []uint64
	last  int64
}

func newColumn(n int) *column { return &column{codes: make([]uint64, n)} }

func (c *column) put(i int, v int64) {
	diff := v - c.last
	c.codes[i] = uint64(diff<<1^diff>>63) + 1
	c.last = v
}

const planes = 5 // bytes of a code: the first epoch's time takes 32 bits, doubled by the zigzag

func (c *column) append(raw []byte) []byte {
	for p := range planes {
		for _, code := range c.codes {
			raw = append(raw, byte(code>>(8*p)))
		}
	}
	return raw
}

// reader walks over inflated bytes; the first thing wrong sticks in err.
type reader struct {
	raw []byte
	err error
}

func (r *reader) uvarint(limit uint64) int {
	v, n := binary.Uvarint(r.raw)
	if n <= 0 || v > limit {
		r.fail()
		return 0
	}
	r.raw = r.raw[n:]
	return int(v)
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = fmt.Errorf("compact history is damaged")
	}
}

// column calls visit with each number's position and difference, ok false where it is unknown.
func (r *reader) column(n int, visit func(i int, diff int64, ok bool)) {
	if len(r.raw) < planes*n {
		r.fail()
		return
	}
	raw := r.raw[:planes*n]
	r.raw = r.raw[planes*n:]
	for i := range n {
		var code uint64
		for p := range planes {
			code |= uint64(raw[p*n+i]) << (8 * p)
		}
		zigzag := code - 1
		visit(i, int64(zigzag>>1)^-int64(zigzag&1), code != 0)
	}
}

// Decode reads what Encode writes. Damage is an error, never a panic.
func Decode(data []byte) (*History, error) {
	days, epochs, height, err := decode(data)
	if err != nil {
		return nil, err
	}
	return newHistory(days, epochs, height)
}

// decode reads what EncodeObservations writes.
func decode(data []byte) (obs []Observation, epochs []Epoch, height int, err error) {
	body, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, nil, 0, fmt.Errorf("not a compact history")
	}
	var raw bytes.Buffer
	raw.Grow(10 * len(body)) // it shrinks to about an eighth, and to a quarter where every figure is known
	if _, err := raw.ReadFrom(io.LimitReader(flate.NewReader(bytes.NewReader(body)), maxBody)); err != nil {
		return nil, nil, 0, fmt.Errorf("compact history is damaged: %w", err)
	}
	r := &reader{raw: raw.Bytes()}
	first := units.Date(r.uvarint(1 << 20))
	n := r.uvarint(maxDays)
	height = r.uvarint(math.MaxInt32)
	epochs = make([]Epoch, r.uvarint(maxEpochs))
	epochHeight := r.uvarint(math.MaxInt32/consensus.RetargetBlocks-maxEpochs) * consensus.RetargetBlocks
	obs = make([]Observation, n)
	r.days(obs, first)
	r.epochs(epochs, epochHeight)
	if r.err != nil || len(r.raw) > 0 {
		r.fail()
		return nil, nil, 0, r.err
	}
	return obs, epochs, height, nil
}

func (r *reader) days(obs []Observation, first units.Date) {
	n := len(obs)
	var price int64
	r.column(n, func(i int, diff int64, ok bool) {
		obs[i] = Observation{Date: first + units.Date(i), PriceUSD: Unknown, FeesBTC: Unknown,
			Blocks: Unknown, FirstHeight: Unknown, Difficulty: Unknown}
		if !ok {
			return
		}
		if price += diff; price < 0 || price >= 30*priceKeys {
			r.fail()
			return
		}
		obs[i].PriceUSD = priceOf(price)
	})
	fees := make([]int64, n)
	var fee int64
	r.column(n, func(i int, diff int64, ok bool) {
		if fees[i] = Unknown; ok {
			fee += diff
			fees[i] = fee
		}
	})
	r.column(n, func(i int, diff int64, ok bool) {
		if ok && (diff < 0 || diff > maxBlocks) {
			r.fail()
			return
		}
		if ok {
			obs[i].Blocks = int(diff)
		}
		if fees[i] >= 0 {
			obs[i].FeesBTC = float64(fees[i]) / feesPer / float64(max(obs[i].Blocks, 1))
		}
	})
	var height int64
	r.column(n, func(i int, diff int64, ok bool) {
		if !ok {
			return
		}
		if height += diff; height < 0 || height > math.MaxInt32 {
			r.fail()
			return
		}
		obs[i].FirstHeight = int(height)
	})
}

func (r *reader) epochs(epochs []Epoch, height int) {
	var time int64
	r.column(len(epochs), func(i int, diff int64, ok bool) {
		time += diff + consensus.RetargetSeconds
		if !ok {
			r.fail()
		}
		epochs[i] = Epoch{Height: height + i*consensus.RetargetBlocks, Time: time}
	})
	r.column(len(epochs), func(i int, diff int64, ok bool) {
		if !ok || diff < 0 || diff > math.MaxUint32 {
			r.fail()
			return
		}
		epochs[i].Bits, epochs[i].Difficulty = uint32(diff), consensus.Difficulty(uint32(diff))
	})
}
