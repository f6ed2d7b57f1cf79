package market

import (
	"bytes"
	"strconv"

	"github.com/assaymining/assay/units"
)

// CSV is the history in the form that Parse reads, own figures only, so that Parse gives the same
// days and epochs: carried figures are left empty and carried again, epochs derived from the
// difficulties are left out and derived again.
func (h *History) CSV() []byte {
	var b bytes.Buffer
	b.WriteString(
		"date,price_usd,difficulty,fees_btc_per_block,block_count,first_height,epoch_height,epoch_time,epoch_bits\n",
	)
	next := 0 // epoch
	if h.derived {
		next = len(h.epochs)
	}
	expected := Unknown // height, if no day before says otherwise
	for i, d := range h.days {
		b.WriteString(d.Date.String())
		float(&b, d.PriceUSD, d.PriceUSD > 0 && d.Carried.Price == 0)
		float(&b, d.Difficulty, d.Carried.Difficulty == 0)
		float(&b, d.FeesBTC, h.feesKnown(i))
		integer(&b, d.Blocks, h.blocksKnown(i))
		integer(&b, d.FirstHeight, h.blocksKnown(i) || d.FirstHeight != expected)
		expected = d.FirstHeight + d.Blocks
		for i == 0 && next+1 < len(h.epochs) && units.DateOf(h.epochs[next+1].Time) <= d.Date {
			next++ // of the epochs before the first day only the last matters
		}
		if next < len(h.epochs) && units.DateOf(h.epochs[next].Time) <= d.Date {
			e := h.epochs[next]
			integer(&b, e.Height, true)
			b.WriteString("," + strconv.FormatInt(e.Time, 10) + "," + strconv.FormatUint(uint64(e.Bits), 16))
			next++
		} else {
			b.WriteString(",,,")
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// float writes a cell that reads back to the same float64.
func float(b *bytes.Buffer, v float64, known bool) {
	b.WriteByte(',')
	if known {
		b.Write(strconv.AppendFloat(b.AvailableBuffer(), v, 'f', -1, 64))
	}
}

func integer(b *bytes.Buffer, v int, known bool) {
	b.WriteByte(',')
	if known {
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(v), 10))
	}
}
